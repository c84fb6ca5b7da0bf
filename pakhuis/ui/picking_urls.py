"""The addresses of the screens on which is picked and shipped."""

from __future__ import annotations

from django.urls import path

from pakhuis.ui.views import batches, papers, picklist_moves, picklists, scanner, shipments, shipping

urlpatterns = [
    path("picklists/", picklists.overview, name="picklists"),
    path("picklists/take/", picklist_moves.take, name="picklist-take"),
    path("picklists/<int:picklist_id>/", picklists.one, name="picklist"),
    path("picklists/<int:picklist_id>/pick/<int:line_id>/", picklists.pick, name="picklist-pick"),
    path("picklists/<int:picklist_id>/missing/<int:line_id>/", picklists.missing, name="picklist-missing"),
    path("picklists/<int:picklist_id>/profile/", picklist_moves.profile, name="picklist-profile"),
    path("picklists/<int:picklist_id>/pick-all/", picklists.everything, name="picklist-pick-all"),
    path("picklists/<int:picklist_id>/undo/", picklists.undo, name="picklist-undo"),
    path("picklists/<int:picklist_id>/close/", picklists.close, name="picklist-close"),
    path("picklists/<int:picklist_id>/scan/", scanner.of_picklist, name="picklist-scan"),
    path("picklists/<int:picklist_id>/assign/", picklist_moves.assign, name="picklist-assign"),
    path("picklists/<int:picklist_id>/unassign/", picklist_moves.unassign, name="picklist-unassign"),
    path("picklists/<int:picklist_id>/snooze/", picklist_moves.snooze, name="picklist-snooze"),
    path("picklists/<int:picklist_id>/wake/", picklist_moves.wake, name="picklist-wake"),
    path("picklists/<int:picklist_id>/pause/", picklist_moves.pause, name="picklist-pause"),
    path("picklists/<int:picklist_id>/resume/", picklist_moves.resume, name="picklist-resume"),
    path("picklists/<int:picklist_id>/cancel/", picklist_moves.cancel, name="picklist-cancel"),
    path("picklists/<int:picklist_id>/urgent/", picklist_moves.urgent, name="picklist-urgent"),
    path("picklists/<int:picklist_id>/split/", picklist_moves.split, name="picklist-split"),
    path("picklists/<int:picklist_id>/paper/", papers.picklist, name="picklist-paper"),
    path("picklists/<int:picklist_id>/slip/", papers.packing_slip, name="packing-slip"),
    path("picklists/<int:picklist_id>/ship/", shipments.new, name="shipment-new"),
    path(
        "picklists/<int:picklist_id>/shipments/<int:shipment_id>/cancel/",
        shipments.cancel,
        name="shipment-cancel",
    ),
    path("settings/shipping/", shipping.overview, name="shipping"),
    path("settings/shipping/new/", shipping.new_provider, name="shipping-new"),
    path("settings/shipping/<int:provider_id>/", shipping.provider, name="shipping-provider"),
    path("settings/shipping/packagings/new/", shipping.new_packaging, name="packaging-new"),
    path("settings/shipping/packagings/<int:packaging_id>/", shipping.packaging, name="packaging"),
    path("batches/", batches.overview, name="batches"),
    path("batches/new/", batches.new, name="batch-new"),
    path("batches/add/", batches.add, name="batch-add"),
    path("batches/<int:batch_id>/", batches.one, name="batch"),
    path("batches/<int:batch_id>/scan/", scanner.of_batch, name="batch-scan"),
    path("batches/<int:batch_id>/assign/", batches.assign, name="batch-assign"),
    path("batches/<int:batch_id>/close/", batches.close, name="batch-close"),
    path("batches/<int:batch_id>/remove/<int:picklist_id>/", batches.remove, name="batch-remove"),
    path("batches/<int:batch_id>/papers/", papers.batch, name="batch-papers"),
    path("batches/<int:batch_id>/dissolve/", batches.dissolve, name="batch-dissolve"),
]
