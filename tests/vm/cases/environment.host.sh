# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# What the environment case brought out is what the guest had. Runs in the folder of those files; $KERNEL is the kernel's.
# shellcheck shell=sh disable=SC2154

if cmp tmp/release "$KERNEL/release"; then
	echo "ok - a file came out of the guest as it was"
else
	echo "not ok - a file came out of the guest as it was"
fi
if grep -qF "$(cat "$KERNEL/release")" proc/version; then
	echo "ok - a file of /proc came out of the guest"
else
	echo "not ok - a file of /proc came out of the guest"
fi
