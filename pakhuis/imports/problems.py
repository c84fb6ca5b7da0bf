"""What can be wrong with a file or a row of it, in words of somebody who has the file before them."""

from __future__ import annotations

from pakhuis.kernel.problem import Place, Problem, counted_problem, gettext_noop


def _plain(code: str, text: str) -> Problem:
    return Problem(code, ("file",), text)


def empty_file() -> Problem:
    return _plain("empty_file", gettext_noop("The file is empty: there is nothing in it to import."))


def no_rows() -> Problem:
    return _plain("no_rows", gettext_noop("There are no rows in this file below its header."))


def no_file() -> Problem:
    return _plain("no_file", gettext_noop("No file was chosen."))


def password_protected() -> Problem:
    text = gettext_noop(
        "The file is protected with a password. Save it without a password and choose it again."
    )
    return _plain("password_protected", text)


def encrypted() -> Problem:
    text = gettext_noop(
        "The file is encrypted by a program of your organisation, so nobody else can read it."
        " Save an unprotected copy and choose that."
    )
    return _plain("encrypted", text)


def not_a_table(kind: str) -> Problem:
    text = gettext_noop(
        "This is not a table but a file of kind “%(what)s”, whatever its name says."
        " Use CSV, XLSX, XLS or ODS."
    )
    return Problem("not_a_table", ("file",), text, (("what", kind),))


def fixed_width() -> Problem:
    text = gettext_noop(
        "The columns of this file stand below each other by spaces, and nothing divides them. Open it in your"
        " spreadsheet as text of fixed width, save it as XLSX or CSV, and choose that."
    )
    return _plain("fixed_width", text)


def broken_file() -> Problem:
    text = gettext_noop(
        "The file is damaged and cannot be read."
        " Open it in your spreadsheet, save it anew, and choose it again."
    )
    return _plain("broken_file", text)


def too_big(limit: int) -> Problem:
    text = gettext_noop("The file is bigger than %(limit)s MB. Divide it into several files.")
    return Problem("too_big", ("file",), text, (("limit", f"{limit / 1_000_000:g}"),))


def too_many_rows(limit: int) -> Problem:
    text = gettext_noop("The file has more than %(limit)s rows. Divide it into several files.")
    return Problem("too_many_rows", ("file",), text, (("limit", str(limit)),))


def too_many_cells(limit: int) -> Problem:
    text = gettext_noop("The file has more than %(limit)s cells. Divide it, or leave out columns.")
    return Problem("too_many_cells", ("file",), text, (("limit", str(limit)),))


def too_many_columns(limit: int) -> Problem:
    text = gettext_noop("The file has more than %(limit)s columns. Leave out those that are not needed.")
    return Problem("too_many_columns", ("file",), text, (("limit", str(limit)),))


def too_big_for_ods(limit: int) -> Problem:
    text = gettext_noop(
        "An ODS file of this size cannot be read (at most %(limit)s MB unpacked)."
        " Save it as CSV or XLSX, and choose that."
    )
    return Problem("too_big", ("file",), text, (("limit", str(limit // 1_000_000)),))


def unpacks_too_big() -> Problem:
    text = gettext_noop("The file becomes far too big when it is unpacked, so it was not opened.")
    return _plain("unpacks_too_big", text)


def no_such_sheet(name: str) -> Problem:
    text = gettext_noop("The file has no sheet “%(name)s”.")
    return Problem("no_such_sheet", ("sheet",), text, (("name", name[:60]),))


def no_such_row(row: str) -> Problem:
    text = gettext_noop("No header stands in row “%(row)s”. Give one of the first 200 rows, or 0 for none.")
    return Problem("no_such_row", ("header_row",), text, (("row", row[:20]),))


def unknown_encoding(name: str) -> Problem:
    text = gettext_noop("“%(name)s” is not an encoding Pakhuis knows.")
    return Problem("unknown_encoding", ("encoding",), text, (("name", name[:60]),))


def quote_not_closed(row: int) -> Problem:
    text = gettext_noop(
        "A quotation mark that opens in row %(row)s is not closed."
        " Choose “no quotation marks”, or mend the row."
    )
    return Problem("quote_not_closed", ("quote",), text, (("row", str(row)),))


def merged_downwards() -> Problem:
    text = gettext_noop("Cells are merged over several rows: each of those rows gets their text.")
    return Problem("merged_downwards", (), text)


def lines_in_cells() -> Problem:
    text = gettext_noop("The cells of this sheet hold whole lines: each was cut into its columns.")
    return Problem("lines_in_cells", ("delimiter",), text)


def other_sheets(names: str) -> Problem:
    text = gettext_noop("Only one sheet is read. There are also: %(names)s.")
    return Problem("other_sheets", ("sheet",), text, (("names", names[:300]),))


def broken_letters() -> Problem:
    text = gettext_noop("Some letters could not be read in this encoding; they are shown as �.")
    return Problem("broken_letters", ("encoding",), text)


def header_looks_like_data() -> Problem:
    text = gettext_noop("No header was found, so the columns are called by letters. Choose what each is.")
    return Problem("no_header", ("header_row",), text)


def file_gone() -> Problem:
    text = gettext_noop("The file itself has been removed, as files are kept for some days only.")
    return _plain("file_gone", text)


# About a row.


def row_too_wide(cells: int, columns: int) -> Problem:
    return counted_problem(
        "row_too_wide",
        (),
        "This row has %(cells)s cells, but there is %(columns)s column: a delimiter in a text without"
        " quotation marks moves all that follows it.",
        "This row has %(cells)s cells, but there are %(columns)s columns: a delimiter in a text without"
        " quotation marks moves all that follows it.",
        columns=columns,
        cells=cells,
    )


def cells_joined() -> Problem:
    text = gettext_noop("This row had too many cells; those that begin with a space were joined again.")
    return Problem("cells_joined", (), text)


def totals_line() -> Problem:
    return Problem("totals_line", (), gettext_noop("This is a line of totals."))


def below_the_table() -> Problem:
    text = gettext_noop("This line stands below the table: when it was made, or how many rows it has.")
    return Problem("below_the_table", (), text)


def repeated_header() -> Problem:
    return Problem("repeated_header", (), gettext_noop("This line repeats the header."))


def goes_on_above() -> Problem:
    text = gettext_noop("This row tells only an address, so it belongs to the customer of the row above.")
    return Problem("goes_on", (), text)


def row_above_left_out() -> Problem:
    text = gettext_noop("This row tells a further address of the row above, which did not go in.")
    return Problem("row_above", (), text)


def further_emails() -> Problem:
    text = gettext_noop("There are several e-mail addresses in one cell: the first was taken.")
    return Problem("further_emails", ("email",), text)


def is_duplicate(label: str) -> Problem:
    text = gettext_noop("%(label)s is there already, and duplicates are ignored.")
    return Problem("duplicate", (), text, (("label", label),))


def not_storable(row: int) -> Problem:
    text = gettext_noop(
        "Row %(row)s cannot be stored, so the import stopped before it. Take the row out of the file, or ask"
        " whoever looks after Pakhuis: its log tells more."
    )
    return Problem("not_storable", (), text, (("row", str(row)),))


def rows_not_storable(first: int, last: int) -> Problem:
    text = gettext_noop(
        "Rows %(first)s to %(last)s cannot be kept as they stand in the file. Save it anew with your"
        " spreadsheet and choose it again, or ask whoever looks after Pakhuis: its log tells more."
    )
    return Problem("not_storable", ("file",), text, (("first", str(first)), ("last", str(last))))


def unforeseen() -> Problem:
    text = gettext_noop(
        "Something went wrong that Pakhuis did not foresee, so it went no further. Ask whoever looks after"
        " Pakhuis: its log tells more."
    )
    return Problem("unforeseen", (), text)


def not_taken_back() -> Problem:
    text = gettext_noop(
        "The database does not let this be taken back, so it stays as it is. Ask whoever looks after"
        " Pakhuis: its log tells more."
    )
    return Problem("not_taken_back", (), text)


def not_clearable(path: Place) -> Problem:
    return Problem("not_clearable", path, gettext_noop("This cannot be cleared."))


def not_yes_or_no(path: Place, text: str) -> Problem:
    sentence = gettext_noop("“%(text)s” is neither yes nor no.")
    return Problem("not_yes_or_no", path, sentence, (("text", text[:40]),))


def not_a_date(path: Place, text: str) -> Problem:
    sentence = gettext_noop("“%(text)s” is not a date such as 31-12-2026.")
    return Problem("not_a_date", path, sentence, (("text", text[:40]),))


def unknown_name(kind: str, path: Place, text: str) -> Problem:
    sentence = gettext_noop("There is no %(kind)s “%(text)s”.")
    return Problem("unknown_name", path, sentence, (("kind", kind), ("text", text[:80])))


def is_retired(kind: str, column: str, name: str) -> Problem:
    sentence = gettext_noop("“%(text)s” is a retired %(kind)s: who has it keeps it, and nobody else gets it.")
    return Problem("is_retired", (column,), sentence, (("kind", kind), ("text", name[:80])))


def holds_for_nobody(name: str) -> Problem:
    sentence = gettext_noop(
        "“%(text)s” is a retired price list: this price holds for nobody until it is back in use."
    )
    return Problem("retired_list", ("price_list_id",), sentence, (("text", name[:80]),))


def unknown_country_name(path: Place, text: str) -> Problem:
    sentence = gettext_noop(
        "“%(text)s” is not a country in Dutch, English, German or French, nor a code: left empty."
    )
    return Problem("unknown_country", path, sentence, (("text", text[:40]),))


def unknown_address_kind(path: Place, text: str) -> Problem:
    sentence = gettext_noop("“%(text)s” is no kind of address Pakhuis knows: taken as one more address.")
    return Problem("unknown_address_kind", path, sentence, (("text", text[:40]),))


def kept_though_no_email(text: str) -> Problem:
    sentence = gettext_noop("No mail can be sent to “%(text)s”: it is kept as it is written.")
    return Problem("no_email", ("email",), sentence, (("text", text[:80]),))


def unknown_language_name(path: Place, text: str) -> Problem:
    sentence = gettext_noop(
        "“%(text)s” is not a language Pakhuis speaks (Dutch or English): the account's is used."
    )
    return Problem("unknown_language", path, sentence, (("text", text[:40]),))


def shorter_numbers(longest: int, usual: int) -> Problem:
    text = gettext_noop(
        "The numbers in this file have at most %(longest)s digits, those here %(usual)s with zeros in front."
        " Perhaps a spreadsheet has taken the zeros away."
    )
    return Problem("shorter_numbers", ("number",), text, (("longest", str(longest)), ("usual", str(usual))))


def shortened_number(row: int, number: str) -> Problem:
    text = gettext_noop(
        "Row %(row)s has “%(number)s” as its number: a spreadsheet has shortened a long one, and its other"
        " digits are gone. Give the column the format of text, and save the file anew."
    )
    return Problem("shortened_number", ("number",), text, (("row", str(row)), ("number", number)))


def fractions_for_percentages() -> Problem:
    text = gettext_noop(
        "Every discount is below 1: perhaps the spreadsheet keeps five percent as 0.05."
        " Give the column as plain numbers."
    )
    return Problem("fractions", ("discount",), text)


def read_either_way(target: str, text: str, *, read: str, other: str) -> Problem:
    told = gettext_noop(
        "“%(text)s” was read as %(read)s and not as %(other)s, as no other number of the file tells what its"
        " sign means. If that is wrong, write such numbers without a sign."
    )
    return Problem("either_way", (target,), told, (("text", text), ("read", read), ("other", other)))


# About undoing.


def already_undone() -> Problem:
    text = gettext_noop("This import has been undone. An undo cannot be undone: import the file again.")
    return Problem("already_undone", (), text)


def rows_gone() -> Problem:
    text = gettext_noop("The rows of this import have been removed by now, so it can no longer be undone.")
    return Problem("rows_gone", (), text)


def nothing_in() -> Problem:
    text = gettext_noop("Nothing of this import has gone in, so there is nothing to undo.")
    return Problem("nothing_in", (), text)


def has_orders() -> Problem:
    return Problem("has_orders", (), gettext_noop("It is used by orders, so it stays."))


def touched_since(who: str) -> Problem:
    text = gettext_noop("%(who)s has changed it since, so it stays.")
    return Problem("touched_since", (), text, (("who", who),))


def field_touched_since(field: str) -> Problem:
    text = gettext_noop("This was changed since the import, so it stays.")
    return Problem("touched_since", (field,), text)


def not_found_any_more(field: str) -> Problem:
    text = gettext_noop("What stood here before cannot be found any more, so it does not come back.")
    return Problem("gone_since", (field,), text)


def gone_since() -> Problem:
    return Problem("gone_since", (), gettext_noop("It is not there any more."))


def stays_switched_off() -> Problem:
    text = gettext_noop("The product stays, as stock or orders may point to it; it is switched off.")
    return Problem("switched_off", (), text)


def stock_stays() -> Problem:
    text = gettext_noop(
        "Opening stock is not taken back, as it may have gone out since: correct it where it lies."
    )
    return Problem("stock_stays", ("stock",), text)


def cannot_be_cleared(path: Place) -> Problem:
    return Problem("not_clearable", path, gettext_noop("This must be filled, and cannot be cleared."))


def has_stock_already(amount: int) -> Problem:
    return counted_problem(
        "has_stock",
        ("stock",),
        "There was stock before (%(amount)s piece), so the opening stock is left out.",
        "There was stock before (%(amount)s pieces), so the opening stock is left out.",
        amount=amount,
    )


def no_warehouse() -> Problem:
    return Problem("no_warehouse", ("stock",), gettext_noop("There is no warehouse to put the stock in."))
