from __future__ import annotations

from typing import Any, ClassVar

from django.db import migrations, models

from minhchung.merkle import Tree, completed_subtrees


def keep_nodes(apps: Any, _editor: Any) -> None:
    """The kept subtrees of the log as it stands."""
    node = apps.get_model("ledger", "LedgerNode")
    leaves = (
        apps.get_model("ledger", "LedgerEntry").objects.order_by("seq").values_list("leaf_hash", flat=True)
    )
    tree = Tree()
    for text in leaves.iterator(chunk_size=2000):
        leaf = bytes.fromhex(text)
        node.objects.bulk_create(
            node(level=level, position=position, hash=full.hex())
            for (level, position), full in completed_subtrees(tree, leaf).items()
        )
        tree = tree.append(leaf)


class Migration(migrations.Migration):
    dependencies: ClassVar = [("ledger", "0002_append_only")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LedgerNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("level", models.PositiveSmallIntegerField()),
                ("position", models.BigIntegerField()),
                ("hash", models.CharField(max_length=64)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("level", "position"), name="one_node_per_place")
                ],
            },
        ),
        migrations.RunPython(keep_nodes, migrations.RunPython.noop),
    ]
