# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Builds probity: one non-recursive makefile; `make help` lists the targets.
#
#   O=DIR        where objects go (default build/release; asan and static have their own)
#   CC=clang     another compiler; WERROR=1 makes warnings errors
include mk/config.mk
include mk/sources.mk
include mk/build.mk
include mk/bpf.mk
include mk/test.mk
include mk/docs.mk
include mk/vm.mk
include mk/install.mk
