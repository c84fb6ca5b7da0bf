"""Shipments, carriers and packagings: what is noted, frozen, called off, and refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pakhuis.fulfilment.actions import (
    cancel_picklist,
    cancel_shipment,
    change_picklist,
    close_picklist,
    create_shipment,
    pause_picklist,
    pick_all,
    save_packaging,
    save_provider,
)
from pakhuis.fulfilment.carriers import LONGEST_URL, USUAL_PATTERN, Carrier, is_sound_pattern, tracking_url
from pakhuis.fulfilment.models import Packaging, Parcel, Shipment, ShippingProfile, ShippingProvider
from pakhuis.fulfilment.shipping_intake import (
    NewParcel,
    NewShipment,
    PackagingFields,
    ProfileFields,
    ProviderFields,
)
from pakhuis.journal.models import Fact
from pakhuis.kernel.actor import SYSTEM
from pakhuis.kernel.problem import Refused
from tests.factories import MOMENT, a_picklist

WHO: dict[str, Any] = {"by": SYSTEM, "now": MOMENT}
PATTERN = "https://track.example/{code}?pc={postcode}&l={language}&c={country}"


def a_provider(name: str = "PostNL", **fields: Any) -> ShippingProvider:
    profiles = (ProfileFields(name="Pakket", is_standard=True), ProfileFields(name="Brievenbus"))
    given = {"carrier": "postnl", "tracking_pattern": PATTERN, "profiles": profiles, **fields}
    return save_provider(None, ProviderFields(name=name, **given), **WHO)


def codes_of(verb: Any, *given: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        verb(*given, **WHO)
    return [one.code for one in refused.value.problems]


@pytest.mark.once
@pytest.mark.parametrize("pattern", [one for one in USUAL_PATTERN.values() if one])
def test_our_own_patterns_are_sound(pattern: str) -> None:
    assert is_sound_pattern(pattern)
    assert "{code}" in pattern


@pytest.mark.once
@pytest.mark.parametrize(
    "pattern",
    [
        "http://track.example/{code}",
        "javascript:alert({code})",
        "https://",
        "https:///{code}",
        "https://{code}.example/",
        "https://user@track.example/{code}",
        "https://track.example/{password}",
        "https://track.example/{code",
        "https://track.example/}code{",
        "https://track.example/ {code}",
        'https://track.example/"{code}',
        "https://track.example\\@evil.example/{code}",
        "https://[track.example/{code}",
        "//track.example/{code}",
        "{code}",
    ],
)
def test_other_patterns_are_not(pattern: str) -> None:
    assert not is_sound_pattern(pattern)


@pytest.mark.once
@given(st.text(max_size=80), st.text(max_size=30))
def test_a_code_never_leaves_its_place_in_the_address(code: str, postcode: str) -> None:
    made = tracking_url(
        "https://track.example/{code}/{postcode}",
        code=code.encode("utf-8", "ignore").decode(),
        postcode=postcode.encode("utf-8", "ignore").decode(),
        country="NL",
        language="nl",
    )
    assert made == "" or (made.startswith("https://track.example/") and made.count("/") == 4)
    assert not set(made) & set(' "<>\\\n')
    assert len(made) <= LONGEST_URL


@pytest.mark.django_db
def test_a_shipment_with_parcels_that_can_be_followed() -> None:
    provider = a_provider()
    box = save_packaging(None, PackagingFields(name="Doos M", length="300"), **WHO)
    picklist = a_picklist(A=1)
    parcels = (NewParcel(tracking_code=" 3S 1/2 ", packaging_id=box.pk, weight="850"), NewParcel())
    new = NewShipment(profile_id=provider.profiles.get(is_standard=True).pk, weight=900, parcels=parcels)
    shipment = create_shipment(picklist.pk, new, **WHO)
    first, second = shipment.parcels.all()
    assert (first.tracking_code, first.packaging, first.weight) == ("3S 1/2", box, 850)
    assert first.tracking_url == "https://track.example/3S%201%2F2?pc=2611AB&l=nl&c=NL"
    assert (second.tracking_code, second.tracking_url) == ("", "")
    assert (shipment.provider_name, shipment.profile_name, shipment.weight) == ("PostNL", "Pakket", 900)
    fact = Fact.objects.get(name="picklist.shipment_created")
    assert (fact.subject_id, fact.data["provider"], fact.data["parcels"]) == (picklist.pk, "PostNL", 2)
    assert "3S" not in str(fact.data)


@pytest.mark.django_db
def test_a_shipment_stays_as_it_was_when_the_settings_change() -> None:
    provider = a_provider()
    new = NewShipment(
        profile_id=provider.profiles.get(name="Pakket").pk, parcels=(NewParcel(tracking_code="X"),)
    )
    shipment = create_shipment(a_picklist(A=1).pk, new, **WHO)
    save_provider(provider.pk, ProviderFields(name="Anders", carrier="other"), **WHO)
    shipment.refresh_from_db()
    assert (shipment.provider_name, shipment.parcels.get().tracking_url[:22]) == ("PostNL", PATTERN[:22])


@pytest.mark.django_db
def test_without_a_carrier_and_afterwards() -> None:
    picklist = a_picklist(A=1)
    pick_all(picklist.pk, **WHO)
    close_picklist(picklist.pk, **WHO)
    shipment = create_shipment(picklist.pk, NewShipment(), **WHO)
    assert (shipment.provider, shipment.provider_name, shipment.parcels.count()) == (None, "", 1)


@pytest.mark.django_db
@pytest.mark.parametrize("verb", [cancel_picklist, pause_picklist])
def test_what_is_held_up_is_not_shipped(verb: Any) -> None:
    picklist = a_picklist(A=1)
    more = {"reason": "x"} if verb is pause_picklist else {}
    verb(picklist.pk, **more, **WHO)
    assert codes_of(create_shipment, picklist.pk, NewShipment()) == ["not_allowed_now"]
    assert codes_of(create_shipment, 999, NewShipment()) == ["not_found"]
    assert not Shipment.objects.exists()


@pytest.mark.django_db
def test_all_that_is_wrong_with_a_shipment_at_once() -> None:
    provider = a_provider(active=False)
    picklist = a_picklist(A=1)
    parcels = (
        NewParcel(tracking_code="x" * 101, packaging_id=99, weight="heavy"),
        NewParcel(weight=-1),
    )
    new = NewShipment(profile_id=provider.profiles.get(name="Pakket").pk, weight="1.5", parcels=parcels)
    with pytest.raises(Refused) as refused:
        create_shipment(picklist.pk, new, **WHO)
    assert [(one.code, one.path) for one in refused.value.problems] == [
        ("profile_retired", ("profile",)),
        ("not_whole", ("weight",)),
        ("unknown_packaging", ("parcels", 0, "packaging")),
        ("not_a_number", ("parcels", 0, "weight")),
        ("too_long", ("parcels", 0, "tracking_code")),
        ("out_of_range", ("parcels", 1, "weight")),
    ]
    assert codes_of(create_shipment, picklist.pk, NewShipment(profile_id=2**70)) == ["unknown_profile"]
    many = NewShipment(parcels=(NewParcel(),) * 51)
    assert codes_of(create_shipment, picklist.pk, many) == ["too_many_parcels"]
    assert not Parcel.objects.exists()


@pytest.mark.django_db
def test_calling_off_once() -> None:
    shipment = create_shipment(a_picklist(A=1).pk, NewShipment(), **WHO)
    assert cancel_shipment(shipment.pk, **WHO).is_cancelled
    assert codes_of(cancel_shipment, shipment.pk) == ["cancelled_already"]
    assert codes_of(cancel_shipment, 999) == ["not_found"]
    assert Fact.objects.filter(name="picklist.shipment_cancelled").count() == 1


@pytest.mark.django_db
def test_a_carrier_and_its_profiles() -> None:
    provider = a_provider()
    packet, letter = provider.profiles.order_by("-name")
    other = a_provider("DHL")
    packet.refresh_from_db()
    assert ShippingProfile.objects.get(is_standard=True).provider == other
    fields = ProviderFields(
        name="PostNL",
        carrier="postnl",
        profiles=(
            ProfileFields(id=letter.pk, name="Brief", active=False),
            ProfileFields(id=packet.pk, name="Pakket", is_standard=True),
            ProfileFields(name="Aangetekend"),
            ProfileFields(name="  "),
        ),
    )
    save_provider(provider.pk, fields, **WHO)
    kept = list(provider.profiles.order_by("pk").values_list("name", "active", "is_standard"))
    assert kept == [("Pakket", True, True), ("Brief", False, False), ("Aangetekend", True, False)]
    assert ShippingProfile.objects.filter(is_standard=True).count() == 1
    assert Fact.objects.filter(name="shipping.saved").count() == 3


@pytest.mark.django_db
def test_a_carrier_that_is_refused_changes_nothing() -> None:
    provider = a_provider()
    a_provider("DHL")
    taken = provider.profiles.first()
    assert taken is not None
    bad = ProviderFields(
        name="DHL",
        carrier="pigeon",
        tracking_pattern="http://x.example",
        profiles=(
            ProfileFields(id=taken.pk, name=""),
            ProfileFields(id=999, name="x"),
            ProfileFields(name=provider.profiles.exclude(pk=taken.pk).get().name),
        ),
    )
    assert codes_of(save_provider, provider.pk, bad) == [
        "unknown_carrier",
        "unsound_pattern",
        "name_taken",
        "missing",
        "unknown_profile",
        "name_taken",
    ]
    assert codes_of(save_provider, 999, bad) == ["not_found"]
    provider.refresh_from_db()
    assert provider.name == "PostNL"
    assert set(Carrier) == set(USUAL_PATTERN)


@pytest.mark.django_db
def test_packagings() -> None:
    box = save_packaging(None, PackagingFields(name="Doos", length="300", width="", height=None), **WHO)
    assert (box.length, box.width, box.height) == (300, 0, 0)
    save_packaging(box.pk, PackagingFields(name="Doos L", active=False), **WHO)
    assert Packaging.objects.get().name == "Doos L"
    bad = PackagingFields(name="Doos L", length="x", width=-1, height=1.5, barcode="1" * 61)
    assert codes_of(save_packaging, None, bad) == [
        "too_long",
        "not_a_number",
        "out_of_range",
        "not_whole",
        "name_taken",
    ]
    assert codes_of(save_packaging, None, PackagingFields(name=" ")) == ["missing"]
    assert codes_of(save_packaging, 999, PackagingFields(name="x")) == ["not_found"]


@pytest.mark.django_db
def test_a_profile_wished_for_a_picklist() -> None:
    profile = a_provider().profiles.get(name="Brievenbus")
    picklist = a_picklist(A=1)
    assert change_picklist(picklist.pk, shipping_profile_id=profile.pk, **WHO).shipping_profile == profile
    assert change_picklist(picklist.pk, shipping_profile_id=None, **WHO).shipping_profile is None
