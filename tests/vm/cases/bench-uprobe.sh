# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# bench uprobe fires beside threads that map memory, registers in many processes beside forks, and leaves nothing.
# needs: probity
# timeout: 180

. /guest/case.sh
. /guest/left.sh
remember

probity bench uprobe --force -n 2 --duration 50 --processes 16 --json >/tmp/uprobe.json 2>/tmp/said
is "bench uprobe succeeds" $? 0
has "it says before it starts what it does" "$(cat /tmp/said)" "in 16 processes of its own"
check "no program and no process stays" wait_for 30 as_before
bring /tmp/uprobe.json

# First threads fire and map; then processes share the file, and one forks.
killed_often "bench uprobe" "0 0.6" bench uprobe --force -n 2 --duration 30 --processes 16
killed_often "bench uprobe while it registers" "0.5 1.5" bench uprobe --force -n 1 --duration 1 --processes 64
check "after all that nothing is attached" wait_for 30 as_before
