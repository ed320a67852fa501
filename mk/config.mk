# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# Compiler, flags and libraries; a stamp rebuilds everything when they change.
VERSION   := 0.1.0
RELEASED  := 2026-11-22
CC        ?= gcc
CLANG     ?= clang
LLVM_STRIP ?= llvm-strip
O         ?= build/release
OPT       ?= -O2 -g
WERROR    ?= $(if $(filter true,$(CI)),1,)

WARN      := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla $(if $(WERROR),-Werror)
CPPFLAGS  += -I. -Ilib -Iinclude -I$(O)/gen -DPBY_VERSION='"$(VERSION)"' -DPBY_RELEASED='"$(RELEASED)"'
CFLAGS    += -std=gnu11 $(OPT) $(WARN) -fvisibility=hidden -fno-strict-aliasing $(SAN)
LDFLAGS   += $(SAN)
LDLIBS    += -lbpf -ldw -lelf -lncursesw -ltinfo -ljson-c -lzstd -llzma -llz4 -lz -lm
# What each object depends on is written beside it.
DEPFLAGS   = -MMD -MP -MF $(@:.o=.d)
