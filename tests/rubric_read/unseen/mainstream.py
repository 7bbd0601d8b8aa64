"""Rubrics as provinces and districts ordinarily set them: ruled tables, options in rows or in the cell, one sum wrong in each.

The files stand in `files/`; the first try is in docs/reading.md.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from tests.rubric_read.unseen.document import Unseen

_FILES = Path(__file__).parent / "files"


def _file(name: str) -> Callable[[], bytes]:
    return partial(Path.read_bytes, _FILES / name)


SERVICES = Unseen(
    "so-nganh-mau.docx",
    _file("so-nganh-mau.docx"),
    """
I 14
I.1 4
I.1.1 1.5 options|bands 1.5 0.5 0
I.1.2 2.5 bands 2.5:>=100,<=100 1.5:>=85,<100 1:>=70,<85 0:<70
I.2 2 deductions 0.5
I.3 3
I.3.1 1 options 1 0
I.3.2 1 bands 1:>=30 0.5:>=20,<30 0:<20
I.3.3 1 options 1 0.5 0
I.4 2 options 2 1 0
I.5 3 counts 1.5
II 10
II.1 5
II.1.1 3 linear
II.1.2 2 options 2 0
II.2 3
II.2.1 1 options|bands 1 0.5 0
II.2.2 2 bands 2:>=100,<=100 1:>=70,<100 0:<70
II.3 3 options 3 2 0
III 16
III.1 3
III.1.1 1.5 bands 1.5:>=100,<=100 1:>=80,<100 0:<80
III.1.2 1.5 options 1.5 0.75 0
III.2 8
III.2.1 5 bands 5:>=98 3:>=95,<98 1:>=90,<95 0:<90
III.2.2 3 linear
III.3 3 options 3 1.5 0
III.4 2 deductions 0.25
""",
    "A L101 II",
    """
L401 I.2|II.3|III.3|III.4
L303 II.3|III.1.2
""",
)

COMMUNES = Unseen(
    "cap-xa-mau.docx",
    _file("cap-xa-mau.docx"),
    """
1 18
1.1 4 options|bands 4 3 2 1 0
1.2 5 bands 5:>=100,<=100 4:>=90,<100 2:>=70,<90 0:<70
1.3 4 deductions 0.5 1
1.4 3 bands 3:>=4 2:>=2,<=3 1:>=1,<=1 0:>=0,<=0
1.5 2 options 2 1 0
2 32
2.1 6
2.1.1 3 options 3 0
2.1.2 3 options 3 0
2.2 10 bands 10:>=100,<=100 8:>=98,<100 5:>=95,<98 0:<95
2.3 8 linear
2.4 4 deductions 1
2.5 4 options 4 2 0
3 20
3.1 6 bands 6:>=100,<=100 4:>=90,<100 2:>=80,<90 0:<80
3.2 6 options 6 3 0
3.3 8
3.3.1 5 bands 5:>=95 3:>=70,<95 0:<70
3.3.2 2 options 2 0
4 30
4.1 10 bands 10:>=95 7:>=80,<95 4:>=60,<80 0:<60
4.2 12
4.2.1 6 options 6 3 0
4.2.2 6 bands 6:>=2 4:>=1,<=1 0:>=0,<=0
4.3 8 counts 0.5
""",
    "A L101 3.3",
    """
L401 1.3
""",
)

DIGITAL = Unseen(
    "chuyen-doi-so-mau.xlsx",
    _file("chuyen-doi-so-mau.xlsx"),
    """
1 100
1.1 20 options 20 10 0
1.2 20 bands 20:>=4 15:>=3,<=3 10:>=2,<=2 5:>=1,<=1 0:>=0,<=0
1.3 30 linear
1.4 30 options 30 0
2 80
2.1 30 options|bands 30 15 0
2.2 30 bands 30:>=90 20:>=80,<90 10:>=50,<80 0:<50
2.3 20 options 20 0
3 90
3.1 30 bands 30:>=100,<=100 20:>=80,<100 0:<80
3.2 30 options 30 15 0
3.3 30 options 30 0
4 60
4.1 20 options 20 0
4.2 40 linear
5 70
5.1 40 linear
5.2 30 deductions 10
6 140
6.1 40 linear
6.2 40 bands 40:>70 30:>=50,<=70 15:>=30,<50 0:<30
6.3 40 bands 40:>=100,<=100 30:>=90,<100 0:<90
6.4 30 counts 10
""",
    "A L101 6",
    """
L401 2.1
""",
)

DISTRICTS = Unseen(
    "cap-huyen-mau.html",
    _file("cap-huyen-mau.html"),
    """
1 9
1.1 3
1.1.1 1 options|bands 1 0.5 0
1.1.2 2 bands 2:>=100,<=100 1:>=80,<100 0:<80
1.2 2
1.2.1 1 options 1 0
1.2.2 1 options 1 0.5 0
1.3 2
1.3.1 1 bands 1:>=30 0.5:>=20,<30 0:<20
1.3.2 1 bands 1:>=100,<=100 0.5:>=70,<100 0:<70
1.4 2 bands 2:>=2 1:>=1,<=1 0:>=0,<=0
2 5
2.1 2 bands 2:>=100,<=100 1:>=80,<100 0:<80
2.2 1.5 options 1.5 0
2.3 1.5 options 1.5 0.5 0
3 12
3.1 3
3.1.1 1.5 options|bands 1.5 1 0
3.1.2 1.5 bands 1.5:>=100,<=100 1:>=80,<100 0.5:>=50,<80 0:<50
3.2 6
3.2.1 3 bands 3:>=98 1.5:>=90,<98 0:<90
3.2.2 2 bands 2:>95 1:>=90,<=95 0:<90
3.3 3 deductions 0.5
4 8
4.1 2 linear
4.2 3 options 3 1.5 0
4.3 3 bands 3:>=90 2:>=70,<90 1:>=50,<70 0:<50
""",
    "A L101 3.2",
    """
L401 1.2.2|3.1.1|3.3
L303 4.2
""",
)

ISO = Unseen(
    "iso-mau.pdf",
    _file("iso-mau.pdf"),
    """
I 30
I.1 5 options 5 3 0
I.2 5 options|bands 5 3 1 0
I.3 10
I.3.1 6 bands 6:>=100,<=100 4:>=80,<100 0:<80
I.3.2 3 options 3 0
I.4 5 options 5 0
I.5 5 bands 5:>=2 3:>=1,<=1 0:>=0,<=0
II 45
II.1 15
II.1.1 8 bands 8:>=2 5:>=1,<=1 0:>=0,<=0
II.1.2 7 bands 7:>=100,<=100 4:>=50,<100 0:<50
II.2 10 options 10 6 0
II.3 10 deductions 1
II.4 10
II.4.1 6 bands 6:>=95 4:>=85,<95 2:>=75,<85 0:<75
II.4.2 4 linear
III 15
III.1 5 options|bands 5 3 1 0
III.2 6 options|bands 6 4 2 0
III.3 4 options 4 2
IV 10
IV.1 6 options 6 3 0
IV.2 4 counts 2
""",
    "A L101 I.3",
    """
L401 I.2|III.1|III.2
L302 III.3
""",
)

EMULATION = Unseen(
    "thi-dua-mau.txt",
    _file("thi-dua-mau.txt"),
    """
A 25
A.1 10
A.1.1 2 options 2 0
A.1.2 4 bands 4:>=100,<=100 2:>=75,<100 0:<75
A.1.3 4 options 4 2 0
A.2 15
A.2.1 8 bands 8:>=90 6:>=85,<90 3:>=70,<85 0:<70
A.2.2 7 deductions 1
B 20
B.1 5 options 5 0
B.2 8 bands 8:>90 5:>=70,<=90 2:>=50,<70 0:<50
B.3 4 options|bands 4 2 1 0
B.4 4 options 4 2 0
C 25
C.1 10
C.1.1 3 options|bands 3 1.5 0
C.1.2 4 bands 4:>=3 3:>=2,<=2 1.5:>=1,<=1 0:>=0,<=0
C.1.3 3 options 3 0
C.2 9 counts 1.5
C.3 6 deductions 0.5
D 30
D.1 12 bands 12:>=100,<=100 9:>=95,<100 5:>=90,<95 0:<90
D.2 10 linear
D.3 8
D.3.1 5 bands 5:>=50 3:>=30,<50 0:<30
D.3.2 3 bands 3:>=12 2:>=6,<=11 1:>=1,<=5 0:>=0,<=0
""",
    "A L101 B",
    """
L401 B.3|C.3
""",
)

ALL = (SERVICES, COMMUNES, DIGITAL, DISTRICTS, ISO, EMULATION)
