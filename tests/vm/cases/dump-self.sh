# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# shellcheck shell=dash
# Dumps of a thread that wants a mutex which it holds.
# files: tests/vm/guest/dump.sh:/guest/dump.sh
# needs: module
# announces: hung_task
# append: log_buf_len=4M
# ruins: yes

. /guest/case.sh
. /guest/dump.sh
kmod pby_trouble
hung_task_now
echo self >/sys/kernel/debug/pby/make
dump self 'pby_self:.* blocked for more'
