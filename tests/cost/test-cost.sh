#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# probity cost on this machine: a uprobe of our own in a process of our own. How near figures are is bench/cost's matter.
set -u
cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
	echo "needs root"
	exit 77
fi
tmp=$(mktemp -d)
trap 'kill $(cat "$tmp"/*.pid) 2>/dev/null; rm -rf "$tmp"' EXIT
cc=${CC:-gcc}
libs=$(make -s --no-print-directory --eval 'libs: ; @echo $(LDLIBS)' libs)
if ! $cc -std=gnu11 -O2 -pthread bench/cost/victim.c -o "$tmp/victim" ||
	! $cc -std=gnu11 -O2 -I. -Ilib bench/cost/hold.c build/release/libprobity.a $libs -o "$tmp/hold"; then
	echo "not ok 1 - the programs that are probed and that hold probes can be built"
	exit 1
fi
exec python3 tests/cost/native.py build/release/probity "$tmp/victim" "$tmp/hold"
