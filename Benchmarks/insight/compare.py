"""Fits lifetimes to the same customers, and prints how many times faster ours was: a table for docs/performance.md.

Both are measured in processor time, which a busy machine does not change much.
"""

import sys
import time

import pandas
from lifetimes import BetaGeoFitter, GammaGammaFitter, ModifiedBetaGeoFitter, ParetoNBDFitter

customers = pandas.read_csv(sys.argv[1])
ours = {}
for line in open(sys.argv[2], encoding="ascii"):
    name, seconds, _, parameters, _ = line.rstrip("\n").split("\t")
    ours[name] = (float(seconds), parameters)
wanted = sys.argv[3].split(",") if len(sys.argv) > 3 else list(ours)
repeaters = customers[(customers.x > 0) & (customers.zbar > 0)]
fitters = {
    "bg-nbd": lambda: BetaGeoFitter().fit(customers.x, customers.tx, customers["T"]),
    "mbg-nbd": lambda: ModifiedBetaGeoFitter().fit(customers.x, customers.tx, customers["T"]),
    "pareto-nbd": lambda: ParetoNBDFitter().fit(customers.x, customers.tx, customers["T"]),
    "gamma-gamma": lambda: GammaGammaFitter().fit(repeaters.x, repeaters.zbar),
}
print(f"{len(customers):,} customers\n\n| model | ours, ms | lifetimes, s | times faster | ours | lifetimes |\n|---|--:|--:|--:|---|---|")
for name in wanted:
    began = time.process_time()
    fitted = fitters[name]()
    seconds = time.process_time() - began
    theirs = " ".join(f"{value:.5g}" for value in fitted.params_)
    print(f"| {name} | {ours[name][0] * 1000:.1f} | {seconds:.2f} | {seconds / ours[name][0]:.0f} | {ours[name][1]} | {theirs} |")
