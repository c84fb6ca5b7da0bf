"""What others hand in about returns: frozen, not yet checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from pakhuis.customers.intake import NewAddress
from pakhuis.kernel.given import NOT_GIVEN, NotGiven
from pakhuis.kernel.numbers import RawNumber


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFields:
    """What can be set on a return; what is not given stays, or is taken from its order or customer."""

    customer_id: int | NotGiven | None = NOT_GIVEN
    order_id: int | NotGiven | None = NOT_GIVEN
    status_id: int | NotGiven | None = NOT_GIVEN
    template_id: int | NotGiven | None = NOT_GIVEN
    name: str | NotGiven = NOT_GIVEN
    contact_name: str | NotGiven = NOT_GIVEN
    line1: str | NotGiven = NOT_GIVEN
    line2: str | NotGiven = NOT_GIVEN
    zipcode: str | NotGiven = NOT_GIVEN
    city: str | NotGiven = NOT_GIVEN
    region: str | NotGiven = NOT_GIVEN
    country: str | NotGiven = NOT_GIVEN
    phone: str | NotGiven = NOT_GIVEN
    email: str | NotGiven = NOT_GIVEN
    language: str | NotGiven = NOT_GIVEN
    reference: str | NotGiven = NOT_GIVEN
    tracking_code: str | NotGiven = NOT_GIVEN
    remarks: str | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReturnLine:
    """Pieces that are expected back: of a line of its order, or of any product."""

    product_id: int | None = None
    product_code: str = ""
    order_line_id: int | None = None
    amount: RawNumber = None
    reason_id: int | None = None
    price: RawNumber | NotGiven = NOT_GIVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLineFields:
    """What changes on a line; `removed` takes it off."""

    id: int
    amount: RawNumber | NotGiven = NOT_GIVEN
    reason_id: int | NotGiven | None = NOT_GIVEN
    price: RawNumber | NotGiven = NOT_GIVEN
    removed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnChange:
    """Everything that changes on a return at once; problems of lines stand at ``("lines", id)``."""

    fields: ReturnFields = field(default_factory=ReturnFields)
    lines: tuple[ReturnLineFields, ...] = ()
    new_lines: tuple[NewReturnLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CameBack:
    """Pieces of a line that are here: fit to be sold again, or not, in which case they are not put in stock.

    `amount`: none for all that is still expected. `seen`: how many pieces had come when whoever counts
    looked, as in `purchasing.intake.Arrived`.
    """

    line_id: int
    amount: RawNumber = None
    is_fit: bool = True
    location_id: int | None = None
    seen: int | None = None


RETURN_ADDRESS = NewAddress._fields
"""The fields of an address, as they are named on a return too."""
