"""What a WSGI server serves."""

from __future__ import annotations

import os
from importlib import import_module

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "pakhuis.config.settings")
application = get_wsgi_application()
# The first visitor does not wait until all pages are read, and what cannot be read is told at the start.
import_module(settings.ROOT_URLCONF)
