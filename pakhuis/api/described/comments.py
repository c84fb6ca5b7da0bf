"""Comments and who is mentioned in them."""

from __future__ import annotations

from pakhuis.api.described.notation import Field, Thing, flag, moment, one_of, several, text, whole

SOURCES = [
    *("customer", "order", "product", "picklist", "picklist_batch"),
    *("supplier", "purchaseorder", "receipt", "return"),
]
PERSON = Thing(
    "CommentPerson",
    {
        "iduser": whole("The user; null for an API key.").or_null.made,
        "username": text("The login name.").or_null.made,
        "full_name": text("The name of the user or key.").made,
        "image_url": text("Always null.").or_null.made,
    },
)
MENTION = Thing(
    "Mention",
    {
        "text": text("How the comment names them, with the @.").made,
        "mentioned_type": one_of(["user"], "Always a user.").made,
        "mentioned": Field(PERSON.ref, "Who is mentioned.").made,
    },
)
COMMENT = Thing(
    "Comment",
    {
        "idcomment": whole("Our id.").made,
        "body": text("What was said; `@Full Name` in it mentions a user, who gets a notice.").needed,
        "author_type": one_of(["user", "api_key"], "Whether a user or an API key said it.").made,
        "author": Field(PERSON.ref, "Who said it.").made,
        "source_type": one_of(SOURCES, "What it is about.").made,
        "source": Field({"type": "object"}, "Its id, under the name of its kind.").made,
        "mentions": several(MENTION.ref, "Everyone it mentions.").made,
        "show_at_related": flag("Kept as it was given."),
        "is_visible_fulfilment": flag("Always false.").made,
        "created_at": moment("When it was said.").made,
        "updated_at": moment("The same: comments are not changed.").made,
    },
)
