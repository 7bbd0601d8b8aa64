"""A decision that says which heir of a split agency carries its entry on."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("rounds", "0011_conclude_decision"),
    ]

    operations = [
        migrations.AlterField(
            model_name="rounddecision",
            name="kind",
            field=models.CharField(
                choices=[
                    ("open", "Mở đợt"),
                    ("extend", "Gia hạn"),
                    ("admit", "Bổ sung cơ quan"),
                    ("merge", "Nhập hồ sơ chấm điểm do sáp nhập"),
                    ("split", "Tiếp tục hồ sơ của cơ quan chia tách"),
                    ("withdraw", "Rút khỏi đợt"),
                    ("amend", "Đổi phiên bản bộ tiêu chí"),
                    ("keep", "Giữ phiên bản bộ tiêu chí đang dùng"),
                    ("rule", "Quyết nghị cách chấm"),
                    ("council", "Chuyển hội đồng"),
                    ("conclude", "Kết luận nhiều tiêu chí chưa thẩm định"),
                    ("publish", "Công bố"),
                    ("revoke", "Thu hồi"),
                    ("correct", "Ban hành bản đính chính"),
                ],
                max_length=10,
            ),
        ),
    ]
