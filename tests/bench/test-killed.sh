#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# probity bench on this machine, killed in the middle of its parts: no process of it goes on, so nothing stays attached.
set -u
cd "$(dirname "$0")/../.."
if [ "$(id -u)" != 0 ]; then
	echo "needs root"
	exit 77
fi
exec python3 tests/bench/killed.py build/release/probity
