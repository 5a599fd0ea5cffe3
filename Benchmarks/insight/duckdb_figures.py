"""The same figures from DuckDB's own table, each by the quickest query that we found, and how many times faster ours were: a table for docs/performance.md.

Wall and processor time, medians; DuckDB with as many threads as there are cores. Whole numbers must be equal.
"""

import os
import statistics
import sys
import time

import duckdb
import numpy

folder, ours_file = sys.argv[1], sys.argv[2]
turns = int(sys.argv[3]) if len(sys.argv) > 3 else 3
ours = dict(line.rstrip("\n").split("\t") for line in open(ours_file, encoding="ascii"))

database = os.path.join(folder, "purchases.duckdb")
if os.path.exists(database):
    os.remove(database)
link = duckdb.connect(database)
link.execute(f"SET threads = {os.cpu_count()}")
member = numpy.fromfile(os.path.join(folder, "members.i32"), dtype=numpy.int32)
day = numpy.fromfile(os.path.join(folder, "days.i32"), dtype=numpy.int32)
amount = numpy.fromfile(os.path.join(folder, "amounts.i64"), dtype=numpy.int64)
rows = {"member": member, "day": day, "amount": amount}
link.execute("CREATE TABLE purchases AS SELECT member, DATE '1970-01-01' + day AS day, amount FROM rows")
link.execute("CHECKPOINT")
del rows, member, day, amount

queries = {
    "fifths": """
        SELECT count(*), max(n) FILTER (c = 555), max(n) FILTER (c = 111) FROM (
            SELECT r * 100 + f * 10 + m AS c, count(*) AS n FROM (
                SELECT ntile(5) OVER (ORDER BY last, member) AS r, ntile(5) OVER (ORDER BY orders, member) AS f,
                    ntile(5) OVER (ORDER BY spent, member) AS m
                FROM (SELECT member, max(day) AS last, count(*) AS orders, sum(amount) AS spent FROM purchases GROUP BY member)
            ) GROUP BY c)""",
    "cohorts": """
        WITH active AS (SELECT member, year(day) * 12 + month(day) AS month FROM purchases GROUP BY ALL),
            first AS (SELECT member, min(month) AS month FROM active GROUP BY member)
        SELECT count(*), sum(n) FROM (
            SELECT first.month, active.month, count(*) AS n FROM active JOIN first USING (member) GROUP BY ALL)""",
    "churn": """
        SELECT sum(bit_count(months & (months >> 1))) FROM (
            SELECT bit_or(1::BIGINT << (year(day) * 12 + month(day) - (SELECT year(min(day)) * 12 + 1 FROM purchases))) AS months
            FROM purchases GROUP BY member)""",
    "repeat": """
        WITH first AS (SELECT member, min(day) AS day, count(*) AS orders FROM purchases GROUP BY member),
            second AS (
                SELECT purchases.member, min(purchases.day) AS day
                FROM purchases JOIN first ON first.member = purchases.member AND purchases.day > first.day
                GROUP BY purchases.member)
        SELECT count(*) FILTER (orders > 1), count(*) FILTER (second.day - first.day <= 90)
        FROM first LEFT JOIN second USING (member)""",
}
names = {
    "fifths": ["cells", "n555", "n111"],
    "cohorts": ["triangle", "active"],
    "churn": ["kept"],
    "repeat": ["repeaters", "within90"],
}
total, processor = 0.0, 0.0
for name, query in queries.items():
    walls, processors = [], []
    for _ in range(turns):
        began, before = time.perf_counter(), time.process_time()
        found = link.execute(query).fetchone()
        walls.append(time.perf_counter() - began)
        processors.append(time.process_time() - before)
    for key, value in zip(names[name], found):
        if int(ours[key]) != int(value):
            sys.exit(f"{key}: DuckDB says {value}, ours {ours[key]}")
    total += statistics.median(walls)
    processor += statistics.median(processors)
    print(f"DuckDB {duckdb.__version__} {name}: {statistics.median(walls):.3f} s, {statistics.median(processors):.3f} s of processors")

count = os.path.getsize(os.path.join(folder, "members.i32")) // 4
print(f"\n{count:,} purchases\n\n| | DuckDB | ours | times faster |\n|---|--:|--:|--:|")
for what, theirs, key in [
    ("from columns, by the clock", total, "all"),
    ("from columns, processor time", processor, "all cpu"),
    ("from what is folded already, by the clock", total, "count"),
    ("from what is folded already, processor time", processor, "count cpu"),
]:
    print(f"| {what} | {theirs:.2f} s | {float(ours[key]):.3f} s | {theirs / float(ours[key]):.1f} |")
print(f"\nat most {ours['peak']} of memory")
