"""PrestaShop 1.7, 8 and 9: the webservice in XML, several calls for one order."""

from pakhuis.connectors.prestashop.connector import PrestaShop

connector = PrestaShop()
