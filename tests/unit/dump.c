// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* dump.c: tests of the dump reader: small samples of each format, and the same in every wrapping. */
#include "support/cmocka.h"

#include <string.h>

#include "support/dump_text.h"
#include "support/rewrap.h"

static const char hung[] =
	"[  300.097166] INFO: task kworker/4:1:568 blocked for more than 147 seconds.\n"
	"[  300.101688]       Not tainted 6.1.0-rc5 #1\n"
	"[  300.101881] \"echo 0 > /proc/sys/kernel/hung_task_timeout_secs\" disables this message.\n"
	"[  300.102162] task:kworker/4:1     state:D stack:0     pid:568   ppid:2      flags:0x00004004\n"
	"[  300.102471] Workqueue: events do_things\n"
	"[  300.102565] Call Trace:\n"
	"[  300.102648]  <TASK>\n"
	"[  300.102793]  __schedule+0x2de/0x8f0\n"
	"[  300.103224]  ? __cond_resched+0x25/0x30\n"
	"[  300.103377]  wait_for_completion.isra.0+0x81/0x140\n"
	"[  300.103380]  nfs_wait+0x1/0x2 [nfs 3adb6041]\n"
	"[  300.104253]  ret_from_fork+0x1f/0x30\n"
	"[  300.109809]  </TASK>\n";

static const char hung_text[] =
	"kernel 6.1.0-rc5\n"
	"568 'kworker/4:1' D hung,dump 147s {events do_things}: __schedule ?__cond_resched"
	" wait_for_completion nfs_wait[nfs] ret_from_fork\n";

static void expect(const char *text, const char *expected)
{
	PBY_AUTO_BUF got = { 0 };

	dump_text_of("sample", text, strlen(text), &got);
	assert_string_equal(pby_buf__text(&got), expected);
}

static void reads_a_hung_task(void **state)
{
	(void)state;
	expect(hung, hung_text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_hung_task),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
