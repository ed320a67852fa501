# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
# What is compiled: every .c file below these folders.
LIB_SRC   := $(sort $(wildcard lib/*.c lib/*/*.c lib/*/*/*.c))
LAB_SRC   := $(sort $(wildcard lab/*.c lab/engine/*.c lab/report/*.c))
# Each algorithm is compiled once for each engine (lab/mem.h).
LAB_ALG   := $(sort $(wildcard lab/alg/*.c))
# Scenarios run in the checker only.
LAB_SCENE := $(sort $(wildcard lab/scene/*.c))
CMD_SRC   := $(sort $(wildcard cmd/*.c cmd/*/*.c))
BPF_SRC   := $(sort $(wildcard bpf/*.bpf.c))
UNIT_SRC  := $(sort $(wildcard tests/unit/*.c))
TESTLIB_SRC := $(sort $(wildcard tests/support/*.c))
FUZZ_SRC  := $(sort $(wildcard tests/fuzz/fuzz_*.c))

LAB_OBJ   := $(LAB_SRC:%.c=$(O)/%.o) $(foreach e,native sim check,$(LAB_ALG:%.c=$(O)/%.$e.o)) \
	     $(LAB_SCENE:%.c=$(O)/%.o)
BPF_OBJ   := $(BPF_SRC:%.bpf.c=$(O)/%.bytes.o)
LIB_OBJ   := $(LIB_SRC:%.c=$(O)/%.o) $(LAB_OBJ) $(BPF_OBJ)
CMD_OBJ   := $(CMD_SRC:%.c=$(O)/%.o)
TESTLIB_OBJ := $(TESTLIB_SRC:%.c=$(O)/%.o)
UNIT_BIN  := $(UNIT_SRC:%.c=$(O)/%)
FUZZ_REPLAY := $(FUZZ_SRC:%.c=$(O)/%)
