"""Tables in documents: each stands between two markers, and is made from what it tells."""


def put_between(text: str, name: str, table: str) -> str:
    """Return a document with a table between the markers of that name.

    Raises ValueError for a document without them.
    """
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    if text.count(begin) != 1 or text.count(end) != 1:
        raise ValueError(f"The document needs one line {begin} and one line {end}.")
    before, rest = text.split(begin)
    return f"{before}{begin}\n\n{table}\n\n{end}{rest.split(end)[1]}"
