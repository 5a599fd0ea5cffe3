#!/usr/bin/env bash
# `swift format` over all our Swift files; the settings are in .swift-format.
#
# usage: scripts/format.sh format --in-place | lint --strict
set -euo pipefail
cd "$(dirname "$0")/.."

swift format "$@" --recursive --parallel Package.swift Sources Tests Benchmarks
