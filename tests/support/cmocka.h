// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* cmocka.h: cmocka with the headers that it wants before it. */
#ifndef PBY_TEST_CMOCKA_H
#define PBY_TEST_CMOCKA_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* clang-format off: cmocka.h needs the above */
#include <cmocka.h>

#endif
