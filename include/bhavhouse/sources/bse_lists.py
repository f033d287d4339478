"""BSE's list of securities: scrip codes, ISINs, and the classification in four levels."""

import pyarrow as pa
import pyarrow.compute as pc

from bhavhouse.contracts.lake import BSE_SECURITY
from bhavhouse.sources.build import shaped, without_nulls
from bhavhouse.sources.delimited import REAL, UTF8_OR_LATIN, Field, read
from bhavhouse.sources.feed import Asked, Cadence, Feed, Parsed, pattern

_FIELDS = {
    "Security Code": Field("scrip_code"),
    "Issuer Name": Field("company"),
    "Security Id": Field("bse_symbol"),
    "Security Name": Field("name"),
    "Status": Field("status"),
    "Group": Field("bse_group"),
    "Face Value": Field("face_value_inr", REAL),
    "ISIN No": Field("isin"),
    "Instrument": Field("instrument"),
    "Sector Name": Field("macro_sector"),
    "Industry New Name": Field("sector"),
    "Igroup Name": Field("industry"),
    "ISubgroup Name": Field("basic_industry"),
}


def parse(payload: bytes, asked: Asked) -> Parsed:
    """`Equity.csv` -> lake.bse_security. NA is no ISIN; the column Industry repeats the fourth level."""
    table, breaches = read(payload, _FIELDS, encodings=UTF8_OR_LATIN)
    table = without_nulls(table, ["scrip_code", "company"], breaches)
    is_none = pc.fill_null(pc.equal(table["isin"], "NA"), False)
    isin = pc.if_else(is_none, pa.scalar(None, pa.string()), table["isin"])
    return shaped(BSE_SECURITY, table, {"as_of": asked.day, "isin": isin}, breaches)


FEEDS = (Feed("bse_master", BSE_SECURITY, Cadence.REFERENCE, pattern(r"Equity\.csv"), parse),)
