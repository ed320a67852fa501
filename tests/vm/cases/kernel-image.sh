# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# What the running kernel answers, for comparison with what its image alone says (on the host).
# needs: probity

. /guest/case.sh

probity check --tsv >/tmp/running.tsv
is "check found something" $? 1
bring /tmp/running.tsv
