"""Office documents from one model: HTML, DOCX and PDF in the layout of NĐ 30/2020; workbooks and CSV."""
