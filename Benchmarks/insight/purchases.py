"""Makes purchases of a seed in the order of their days: members differ by a power law in how often they buy.

usage: purchases.py COUNT FOLDER [MEMBERS]; writes members.i32, days.i32 (since 1970) and amounts.i64 (minor units)
"""

import os
import sys

import numpy

count, folder = int(float(sys.argv[1])), sys.argv[2]
members = int(float(sys.argv[3])) if len(sys.argv) > 3 else 1_000_000
days, first = 1_096, 19_358
chance = numpy.random.default_rng(11)
joined = chance.integers(0, days, members)
stays = numpy.minimum(chance.exponential(1, members) / chance.gamma(0.9, 1 / 400.0, members), days - 1 - joined)
rate = numpy.minimum(chance.pareto(1.5, members) + 0.02, 200) * (stays + 1)
more = chance.multinomial(count - members, rate / rate.sum())
member = numpy.repeat(numpy.arange(members, dtype=numpy.int32), more + 1)
day = (joined[member] + chance.random(count) * (stays[member] + 1)).astype(numpy.int32)
day = numpy.minimum(day, days - 1) + first
order = numpy.argsort(day, kind="stable")
mean = numpy.exp(chance.normal(3.2, 0.6, members))
amount = numpy.maximum(1, mean[member] * chance.standard_gamma(3.0, count) / 3 * 100).astype(numpy.int64)
os.makedirs(folder, exist_ok=True)
member[order].tofile(os.path.join(folder, "members.i32"))
day[order].astype(numpy.int32).tofile(os.path.join(folder, "days.i32"))
amount[order].tofile(os.path.join(folder, "amounts.i64"))
