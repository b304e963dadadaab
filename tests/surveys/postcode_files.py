"""Small lists of postcodes in the layouts in which they are published. All of them are invented."""

from __future__ import annotations

import io
import zipfile

import openpyxl

WELSH = """\
Postcode to WIMD Rank Lookup
,,,,,,,

Welsh Postcode ,LSOA Code,LSOA Name (English),LSOA Name (Cymraeg),WIMD 2019 LSOA Rank,\
WIMD 2019 Overall Decile,WIMD 2019 Overall Quintile,WIMD 2019 Overall Quartile
ZZ11AA,W01999001,Harbour 1,Yr Harbwr 1,12,1,1,1
zz1 1ab,W01999001,Harbour 1,Yr Harbwr 1,12,1,1,1
ZZ1  2AA,W01999002,Old Town,Yr Hen Dref,700,4,2,2
ZZ13AA,W01999003,West Cliff,Clogwyn y Gorllewin,1900,10,5,4
"""
# As the Postcode Directory writes its headings: first as until 2024, then with the year of each geography.
ONS = """\
"pcd","pcd2","pcds","dointr","doterm","oscty","oslaua","osward","ctry","lsoa11","imd","oa21","lsoa21"
"ZZ1 1AA","ZZ1  1AA","ZZ1 1AA","198001","","W99","W06999001","W05999001","W92000004","W01999001","382","",""
"ZZ1 1AB","ZZ1  1AB","ZZ1 1AB","1980","2005","W99","W06999001","W05999001","W92000004","W01999002","383","",""
"ZZ1 2AA","ZZ1  2AA","ZZ1 2AA","198001","","W99","W06999001","W05999002","W92000004","W01999003","1909","",""
"ZY1 1AA","ZY1  1AA","ZY1 1AA","198001","","E99","E06999001","E05999001","E92000001","E01999001","7","",""
"ZX1 1AA","ZX1  1AA","ZX1 1AA","198001","","","","","L93000001","","0","",""
"""
ONS_2025 = """\
pcd7,pcd8,pcds,dointr,doterm,usrtypind,lad25cd,wd25cd,ctry25cd,lsoa21cd,msoa21cd,imd20ind
ZZ1 1AA,ZZ1  1AA,ZZ1 1AA,198001,,0,W06999001,W05999001,W92000004,W01999001,,382
ZZ1 2AA,ZZ1  2AA,ZZ1 2AA,198001,,0,W06999002,W05999002,W92000004,W01999003,,764
ZY1 1AA,ZY1  1AA,ZY1 1AA,198001,,0,E06999001,E05999001,E92000001,E01999001,,7
"""
WARDS = """\
Postcode,Ward,Ward name,Enw'r ward
ZZ1 1AA,W05999001,Harbour,Yr Harbwr
ZZ1 1AB,W05999001,Harbour,Yr Harbwr
ZZ1 2AA,W05999002,Old Town,Yr Hen Dref
"""


def xlsx(text: str) -> bytes:
    """The same as a workbook with a sheet of notes before it; whole numbers are numbers."""
    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Welsh_Postcodes")
    for line in text.splitlines():
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in line.split(",")])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def in_workbook(*files: tuple[str, bytes], packed: int) -> bytes:
    """These beside the part by which a workbook is known."""
    return zipped(("xl/workbook.xml", b"<workbook/>"), *files, packed=packed)


def zipped(*files: tuple[str, bytes], packed: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", packed) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return written.getvalue()
