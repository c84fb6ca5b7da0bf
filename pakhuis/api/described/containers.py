"""Picking containers."""

from __future__ import annotations

from pakhuis.api.described.notation import Route, Thing, moment, text, whole

CONTAINER = Thing(
    "PickingContainer",
    {
        "idpicking_container": whole("Our id.").made,
        "idpicklist": whole("The open picklist that is gathered in it; null: it is free.").or_null.made,
        "name": text("What stands on it; unique.").needed,
        "created_at": moment("When it was made.").made,
        "updated_at": moment("When it was named or taken last.").made,
    },
)
CONTAINER_LINK = Thing(
    "PickingContainerLink", {"idpicklist": whole("An open picklist; null lets go of what is in it.").or_null}
)
CONTAINER_THINGS = (CONTAINER, CONTAINER_LINK)
_ONE = "/picking-containers/{container_id}"
CONTAINER_ROUTES: dict[tuple[str, str], Route] = {
    ("/picking-containers", "GET"): Route(answer=CONTAINER, is_list=True, query=("idpicklist",)),
    ("/picking-containers", "POST"): Route(answer=CONTAINER, status=201, body=CONTAINER),
    (_ONE, "GET"): Route(answer=CONTAINER),
    (_ONE, "PUT"): Route(answer=CONTAINER, body=CONTAINER),
    (_ONE, "DELETE"): Route(status=204),
    (f"{_ONE}/link", "POST"): Route(answer=CONTAINER, body=CONTAINER_LINK),
}
CONTAINER_QUERY = {"idpicklist": "Only that in which this open picklist is gathered."}
