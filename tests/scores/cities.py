"""Two cities of a few rows each, in the format of the published files, with the figures published of them."""

import json
from pathlib import Path

HEADING = (
    "case_enquiry_id,open_dt,sla_target_dt,closed_dt,on_time,case_status,closure_reason,case_title,subject,reason,type,"
    "queue,department,location,neighborhood,pwd_district,police_district,ward,location_street_name,location_zipcode,"
    "latitude,longitude,source"
)
BALTIMORE_FILE = (
    "SRRecordID,ServiceRequestNum,SRType,MethodReceived,CreatedDate,SRStatus,StatusDate,DueDate,CloseDate,Agency,"
    "Outcome,Address,ZipCode,Neighborhood,CouncilDistrict,PoliceDistrict,Latitude,Longitude,DaysOpen\n"
    "16-1,16-1,SW-Bulk,API,01/02/2016 05:45:03 PM,New,,,,Solid Waste,,,,,,,39.2,-76.6,\n"
)


def boston_row(ident: str, *, opened: str = "2015-07-10 04:52:00", neighborhood: str = "Roxbury") -> str:
    return (
        f"{ident},{opened},,2015-07-10 06:52:00,ONTIME,Closed, ,Dead animal,Public Works,Street Cleaning,Dead animal,"
        f"District 3,PWDx,22 Main St,{neighborhood},03,B3,Ward 14,22 Main St,2121.0,42.3029,-71.0824,Constituent Call"
    )


def make_folder(folder: Path, *rows: str) -> Path:
    boston, baltimore = folder / "city311" / "boston", folder / "city311" / "baltimore"
    for place in (boston, baltimore):
        place.mkdir(parents=True)
    (boston / "boston311.csv").write_text("\n".join([HEADING, *rows, ""]))
    (boston / "expected_totals.json").write_text(json.dumps(_published(rows)))
    opened = [{"id": row.split(",")[0], "opened": "2015-07-10T12:52:00Z"} for row in rows]
    (boston / "sla_real.jsonl").write_text("\n".join(map(json.dumps, opened)))
    (baltimore / "baltimore311.csv").write_text(BALTIMORE_FILE)
    (baltimore / "expected_totals.json").write_text(
        json.dumps({"rows": 1, "SRStatus": {"New": 1}, "Agency": {"Solid Waste": 1}, "SRType": {"SW-Bulk": 1}})
    )
    return folder


def _published(rows: tuple[str, ...]) -> dict[str, object]:
    count = len(rows)
    neighborhoods = [row.split(",")[14] for row in rows]
    return {
        "rows": count,
        "closed": count,
        "type": {"Dead animal": count},
        "on_time": {"ONTIME": count},
        "case_status": {"Closed": count},
        "neighborhood": {name: neighborhoods.count(name) for name in neighborhoods},
        "month": {"2015-07": count},
        "month_type": {"2015-07|Dead animal": count},
        "median_hours_to_close_by_type": {"Dead animal": 2.0},
    }
