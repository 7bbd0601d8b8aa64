"""What is wrong with a file, as a value: what, where, why, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from minhchung.docread.place import Place

Severity = Literal["error", "warning"]
_NOWHERE = Place()
_WARNINGS = frozenset(
    {
        "pdf.attachment",
        "pdf.open_action",
        "table.other_sheets",
        "table.several_sheets",
        "table.merged",
        "table.formula_unsaved",
        "read.cut",
        "read.no_text",
        "preview.cut",
    }
)


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault in a file. `code` is stable; the wording may improve.

    severity: "error" means the file, or this part of it, is not used; "warning" means it is, and a person
    should know.
    """

    code: str
    vi: str
    en: str
    mend_vi: str
    mend_en: str
    place: Place
    severity: Severity

    @property
    def message(self) -> str:
        """The whole sentence in Vietnamese: place, what is wrong, what to do."""
        where = self.place.in_vietnamese()
        return f"{where}: {self.vi} {self.mend_vi}".strip() if where else f"{self.vi} {self.mend_vi}".strip()

    @property
    def message_en(self) -> str:
        """The whole sentence in English."""
        where = self.place.in_english()
        return f"{where}: {self.en} {self.mend_en}".strip() if where else f"{self.en} {self.mend_en}".strip()

    def in_file(self, name: str) -> Problem:
        """The same problem, with the file's name in its place."""
        return replace(self, place=replace(self.place, file=name))

    def __str__(self) -> str:
        return self.message


def problem(code: str, place: Place = _NOWHERE, /, **facts: object) -> Problem:
    """Make a problem from its code. facts: the values its wording names; raises KeyError for an unknown code."""
    vi, en, mend_vi, mend_en = (text.format(**facts) for text in WORDING[code])
    return Problem(code, vi, en, mend_vi, mend_en, place, "warning" if code in _WARNINGS else "error")


_RESAVE = (
    "Mở tệp bằng phần mềm văn phòng, lưu lại rồi tải lên lần nữa.",
    "Open the file in an office program, save it again, and upload it again.",
)
_NO_MACRO = (
    "Lưu lại thành .docx hoặc .xlsx không có macro.",
    "Save it again as .docx or .xlsx without macros.",
)

# code → (what in Vietnamese, what in English, how to mend in Vietnamese, how to mend in English)
WORDING: dict[str, tuple[str, str, str, str]] = {
    "file.empty": (
        "Tệp rỗng.",
        "The file is empty.",
        "Kiểm tra lại tệp gốc rồi tải lên lần nữa.",
        "Check the original file and upload it again.",
    ),
    "file.too_big": (
        "Tệp nặng {size} MB, vượt mức {limit} MB.",
        "The file is {size} MB, above the limit of {limit} MB.",
        "Chia nhỏ hoặc nén ảnh trong tệp.",
        "Split it, or compress its images.",
    ),
    "file.kind": (
        "Không nhận loại tệp “{extension}”.",
        "Files of type “{extension}” are not taken.",
        "Dùng PDF, DOCX, XLSX, JPG hoặc PNG.",
        "Use PDF, DOCX, XLSX, JPG or PNG.",
    ),
    "file.mismatch": (
        "Tên tệp ghi “{extension}” nhưng nội dung là {kind}.",
        "The name says “{extension}” but the content is {kind}.",
        "Đổi đúng phần mở rộng, hoặc xuất lại tệp từ phần mềm gốc.",
        "Correct the extension, or export the file again from its program.",
    ),
    "file.unreadable": (
        "Tệp hỏng hoặc không đúng định dạng {kind}.",
        "The file is damaged or is not valid {kind}.",
        *_RESAVE,
    ),
    "file.missing": (
        "Không mở được tệp.",
        "The file cannot be opened.",
        "Kiểm tra tên, đường dẫn và quyền đọc.",
        "Check the name, the path and the permission to read it.",
    ),
    "zip.entries": (
        "Tệp nén chứa {count} mục, vượt mức {limit}.",
        "The container holds {count} entries, above the limit of {limit}.",
        *_RESAVE,
    ),
    "zip.size": (
        "Tệp giải nén ra {size} MB, vượt mức {limit} MB.",
        "The container unpacks to {size} MB, above the limit of {limit} MB.",
        "Bớt ảnh hoặc chia nhỏ tệp.",
        "Remove images or split the file.",
    ),
    "zip.ratio": (
        "Một phần của tệp được nén {ratio} lần, vượt mức {limit} lần.",
        "A part of the file is compressed {ratio} times, above the limit of {limit}.",
        *_RESAVE,
    ),
    "zip.path": (
        "Tệp nén chứa một đường dẫn không an toàn.",
        "The container holds an unsafe path.",
        *_RESAVE,
    ),
    "zip.link": (
        "Tệp nén chứa liên kết tượng trưng.",
        "The container holds a symbolic link.",
        *_RESAVE,
    ),
    "zip.repeated": (
        "Tệp nén chứa hai mục trùng tên.",
        "The container holds two entries of one name.",
        *_RESAVE,
    ),
    "zip.encrypted": (
        "Tệp có mật khẩu.",
        "The file is protected by a password.",
        "Bỏ mật khẩu rồi tải lên lần nữa.",
        "Remove the password and upload it again.",
    ),
    "zip.broken": (
        "Tệp nén bị hỏng hoặc khai sai kích thước.",
        "The container is damaged or states wrong sizes.",
        *_RESAVE,
    ),
    "xml.doctype": (
        "Phần XML khai báo DOCTYPE hoặc thực thể.",
        "An XML part declares a DOCTYPE or entities.",
        *_RESAVE,
    ),
    "xml.broken": (
        "Phần XML không đọc được.",
        "An XML part cannot be read.",
        *_RESAVE,
    ),
    "ooxml.macro": (
        "Tệp chứa macro.",
        "The file contains macros.",
        *_NO_MACRO,
    ),
    "ooxml.external": (
        "Tệp liên kết tới dữ liệu bên ngoài ({target}).",
        "The file links to data outside itself ({target}).",
        "Ngắt liên kết (Excel: Dữ liệu → Sửa liên kết → Ngắt), hoặc nhúng ảnh vào tệp.",
        "Break the link (Excel: Data → Edit Links → Break), or embed the picture.",
    ),
    "ooxml.template": (
        "Tệp gắn với một mẫu ở nơi khác.",
        "The file is attached to a template elsewhere.",
        "Lưu lại thành .docx thường, bỏ mẫu đính kèm.",
        "Save it as a plain .docx without the attached template.",
    ),
    "ooxml.dde": (
        "Tệp chứa lệnh gọi chương trình khác (DDE).",
        "The file calls another program (DDE).",
        "Xóa trường hoặc công thức đó rồi lưu lại.",
        "Delete that field or formula and save again.",
    ),
    "ooxml.object": (
        "Tệp nhúng đối tượng OLE hoặc ActiveX.",
        "The file embeds an OLE or ActiveX object.",
        "Xóa đối tượng, hoặc thay bằng ảnh, rồi lưu lại.",
        "Remove the object, or replace it by a picture, and save again.",
    ),
    "pdf.script": (
        "PDF chứa mã lệnh ({name}).",
        "The PDF contains a script ({name}).",
        "In lại ra PDF (Print to PDF) rồi tải lên.",
        "Print it to a new PDF and upload that.",
    ),
    "pdf.launch": (
        "PDF chứa lệnh mở chương trình khác.",
        "The PDF can start another program.",
        "In lại ra PDF (Print to PDF) rồi tải lên.",
        "Print it to a new PDF and upload that.",
    ),
    "pdf.attachment": (
        "PDF có tệp đính kèm bên trong; hệ thống không mở tệp đó.",
        "The PDF carries attached files; they are not opened here.",
        "Nếu tệp đính kèm là minh chứng, hãy tải lên riêng.",
        "If an attachment is evidence, upload it on its own.",
    ),
    "pdf.open_action": (
        "PDF có hành động tự chạy khi mở.",
        "The PDF acts when it is opened.",
        "Chỉ xem bản ảnh do hệ thống dựng.",
        "Look only at the page images made here.",
    ),
    "pdf.encrypted": (
        "PDF có mật khẩu hoặc bị khóa.",
        "The PDF is encrypted.",
        "Bỏ mật khẩu, hoặc in lại ra PDF, rồi tải lên.",
        "Remove the password, or print it to a new PDF, and upload that.",
    ),
    "pdf.pages": (
        "PDF có {count} trang, vượt mức {limit} trang.",
        "The PDF has {count} pages, above the limit of {limit}.",
        "Chia thành nhiều tệp.",
        "Split it into several files.",
    ),
    "pdf.drawing": (
        "Trang PDF vẽ quá nhiều (trên {limit} MB khi giải nén).",
        "The PDF's pages draw too much (above {limit} MB unpacked).",
        "Lưu văn bản thành .docx, hoặc in lại ra PDF, rồi tải lên.",
        "Save the document as .docx, or print it to a new PDF, and upload that.",
    ),
    "image.pixels": (
        "Ảnh {width} × {height} điểm, vượt mức {limit} điểm ảnh.",
        "The image is {width} × {height}, above the limit of {limit} pixels.",
        "Thu nhỏ ảnh rồi tải lên lần nữa.",
        "Scale it down and upload it again.",
    ),
    "csv.encoding": (
        "Tệp không phải UTF-8 (byte thứ {offset}).",
        "The file is not UTF-8 (byte {offset}).",
        "Lưu lại với kiểu “CSV UTF-8”, hoặc tải lên tệp .xlsx.",
        "Save it as “CSV UTF-8”, or upload the .xlsx.",
    ),
    "csv.delimiter": (
        "Không rõ dấu ngăn cột: dấu {found} đều chia được bảng.",
        "The column separator is unclear: {found} all split the table.",
        "Ghi dòng đầu tiên “sep=;” (hoặc dấu đang dùng), hoặc dùng .xlsx.",
        "Write “sep=;” (or the mark in use) as the first line, or use .xlsx.",
    ),
    "csv.quote": (
        "Dấu ngoặc kép không đóng hoặc đặt sai chỗ.",
        "A quotation mark is not closed or stands in the wrong place.",
        "Sửa dấu ngoặc kép ở dòng này.",
        "Mend the quotation mark on this line.",
    ),
    "table.ragged": (
        "Dòng có {found} ô, dòng tiêu đề có {expected} ô.",
        "The row has {found} cells, the header has {expected}.",
        "Thêm ô còn thiếu; số có dấu phẩy thập phân phải đặt trong ngoặc kép.",
        "Add what is missing; a number with a decimal comma must stand in quotation marks.",
    ),
    "table.empty": (
        "Không có dòng tiêu đề nào.",
        "There is no header row.",
        "Dòng đầu tiên có chữ phải là tên các cột.",
        "The first row that is not blank must name the columns.",
    ),
    "table.column_twice": (
        "Cột “{name}” xuất hiện hai lần.",
        "Column “{name}” stands twice.",
        "Đổi tên hoặc xóa một cột.",
        "Rename or delete one of them.",
    ),
    "table.column_unnamed": (
        "Cột có dữ liệu nhưng không có tên.",
        "The column holds data but has no name.",
        "Đặt tên cho cột ở dòng tiêu đề.",
        "Name it in the header row.",
    ),
    "table.sheet_missing": (
        "Không có trang tính “{name}”.",
        "There is no sheet “{name}”.",
        "Các trang tính hiện có: {found}.",
        "The sheets are: {found}.",
    ),
    "table.other_sheets": (
        "Chỉ đọc trang tính này; chưa đọc: {found}.",
        "Only this sheet was read; not read: {found}.",
        "Nêu tên trang tính nếu cần trang khác.",
        "Name the sheet if another is meant.",
    ),
    "table.several_sheets": (
        "Nhiều trang tính cùng có cột “{name}”: {found}.",
        "Several sheets have a column “{name}”: {found}.",
        "Giữ một trang; xóa hoặc ẩn các trang còn lại.",
        "Keep one; delete or hide the others.",
    ),
    "table.merged": (
        "Ô gộp {range}: chỉ ô đầu có giá trị, các ô còn lại đọc thành trống.",
        "Merged cells {range}: only the first holds a value, the others read as blank.",
        "Bỏ gộp ô rồi ghi giá trị vào từng ô.",
        "Unmerge them and write the value in each cell.",
    ),
    "table.cell_error": (
        "Ô báo lỗi {value}.",
        "The cell holds the error {value}.",
        "Sửa công thức hoặc gõ giá trị vào ô.",
        "Mend the formula or type the value.",
    ),
    "table.formula_unsaved": (
        "Công thức chưa có kết quả lưu kèm, nên ô đọc thành trống.",
        "The formula has no saved result, so the cell reads as blank.",
        "Mở tệp bằng Excel, để máy tính lại rồi lưu.",
        "Open the file in Excel, let it recalculate, and save.",
    ),
    "table.too_big": (
        "Bảng có {rows} dòng × {columns} cột, vượt mức cho phép.",
        "The table is {rows} rows × {columns} columns, above the limit.",
        "Xóa dòng, cột trống ở cuối, hoặc chia nhỏ tệp.",
        "Delete blank rows and columns at the end, or split the file.",
    ),
    "table.timeout": (
        "Đọc bảng quá {seconds} giây nên đã dừng; chưa nhận gì từ tệp này.",
        "Reading the table took more than {seconds} seconds and was stopped; nothing was taken from this file.",
        "Xóa dòng, cột và định dạng thừa, hoặc chia nhỏ tệp.",
        "Delete rows, columns and formats that are not needed, or split the file.",
    ),
    "table.memory": (
        "Đọc bảng cần quá nhiều bộ nhớ; chưa nhận gì từ tệp này.",
        "Reading the table needs too much memory; nothing was taken from this file.",
        "Xóa dòng, cột và định dạng thừa, hoặc chia nhỏ tệp.",
        "Delete rows, columns and formats that are not needed, or split the file.",
    ),
    "table.failed": (
        "Không đọc được bảng; chưa nhận gì từ tệp này.",
        "The table could not be read; nothing was taken from this file.",
        *_RESAVE,
    ),
    "table.format": (
        "Không đọc bảng từ loại tệp này.",
        "Tables are not read from this kind of file.",
        "Dùng .xlsx hoặc .csv (UTF-8).",
        "Use .xlsx or .csv (UTF-8).",
    ),
    "read.format": (
        "Không đọc được nội dung của loại tệp này.",
        "The content of this kind of file is not read.",
        "Dùng DOCX, XLSX, PDF, HTML, TXT hoặc CSV.",
        "Use DOCX, XLSX, PDF, HTML, TXT or CSV.",
    ),
    "read.cut": (
        "Tệp dài, chỉ đọc phần đầu ({count}).",
        "The file is long; only its first part was read ({count}).",
        "Chia nhỏ tệp để đọc hết.",
        "Split the file to have all of it read.",
    ),
    "read.no_text": (
        "Trang không có lớp chữ (bản quét).",
        "The page has no text layer (a scan).",
        "Dùng bản PDF xuất từ phần mềm soạn thảo nếu cần đọc bảng.",
        "Use a PDF exported from the word processor if its tables are needed.",
    ),
    "check.timeout": (
        "Kiểm tra tệp quá {seconds} giây nên đã dừng; tệp chưa được nhận.",
        "Checking the file took more than {seconds} seconds and was stopped; the file was not taken in.",
        "Lưu lại tệp bằng phần mềm soạn thảo, hoặc in ra PDF, rồi tải lên.",
        "Save it again with the program that made it, or print it to PDF, and upload that.",
    ),
    "check.memory": (
        "Kiểm tra tệp cần quá nhiều bộ nhớ; tệp chưa được nhận.",
        "Checking the file needs too much memory; the file was not taken in.",
        "Chia nhỏ tệp, hoặc giảm độ phân giải ảnh, rồi tải lên.",
        "Split the file, or lower the resolution of its pictures, and upload that.",
    ),
    "check.failed": (
        "Không kiểm tra được tệp; tệp chưa được nhận.",
        "The file could not be checked; it was not taken in.",
        "Lưu lại tệp bằng phần mềm soạn thảo, hoặc in ra PDF, rồi tải lên.",
        "Save it again with the program that made it, or print it to PDF, and upload that.",
    ),
    "preview.timeout": (
        "Dựng bản xem trước quá {seconds} giây.",
        "Making the preview took more than {seconds} seconds.",
        "Tệp vẫn được giữ nguyên; hãy tải về để xem.",
        "The file itself is kept; download it to look at it.",
    ),
    "preview.failed": (
        "Không dựng được bản xem trước.",
        "No preview could be made.",
        "Tệp vẫn được giữ nguyên; hãy tải về để xem.",
        "The file itself is kept; download it to look at it.",
    ),
    "preview.memory": (
        "Tệp cần quá nhiều bộ nhớ để dựng bản xem trước.",
        "The file needs too much memory for a preview.",
        "Tệp vẫn được giữ nguyên; hãy tải về để xem.",
        "The file itself is kept; download it to look at it.",
    ),
    "preview.cut": (
        "Chỉ dựng {shown} trong {total} trang.",
        "Only {shown} of {total} pages are shown.",
        "Tải tệp về để xem hết.",
        "Download the file to see all of it.",
    ),
}
