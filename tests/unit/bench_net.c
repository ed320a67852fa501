// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* bench_net.c: what bench net counts by, the messages that it writes, and the names of its rows. */
#include "support/cmocka.h"

#include <errno.h>
#include <linux/netlink.h>
#include <string.h>

#include "base/text.h"
#include "model/bench/net.h"
#include "source/bench/filter_counters.h"
#include "source/bench/netlink.h"

static void dropped_is_received_less_delivered(void **state)
{
	uint64_t packets = 0;

	(void)state;
	assert_int_equal(0, pby_filter__parse_snmp(pby_text__str("Ip: Forwarding DefaultTTL InReceives InDelivers\n"
								"Ip: 2 64 1000 990\nIcmp: InMsgs\nIcmp: 3\n"), &packets));
	assert_int_equal(packets, 10);
	assert_int_equal(-EPROTO, pby_filter__parse_snmp(pby_text__str("Ip: InReceives\nIp: 7\n"), &packets));
	assert_int_equal(-EPROTO, pby_filter__parse_snmp(pby_text__str("Ip: InReceives InDelivers\nIp: 7\n"), &packets));
	assert_int_equal(-EPROTO, pby_filter__parse_snmp(pby_text__str("Ip: InReceives InDelivers\nIp: 7 8\n"), &packets));
	assert_int_equal(-EPROTO, pby_filter__parse_snmp(pby_text__str(""), &packets));
}

static void ticks_are_of_one_cpu(void **state)
{
	static const char stat[] = "cpu  1 1 1 1 1 1 1 1 1 1\ncpu1 10 20 30 40 50 60 70 80 1000 1000\ncpu10 1 2 3\n";
	struct pby_filter_ticks ticks;

	(void)state;
	assert_int_equal(0, pby_filter__parse_stat(pby_text__str(stat), 1, &ticks));
	assert_int_equal(ticks.softirq, 70);
	assert_int_equal(ticks.all, 360);	/* guests' time is in user's already */
	assert_int_equal(-EPROTO, pby_filter__parse_stat(pby_text__str(stat), 10, &ticks));
	assert_int_equal(-ENOENT, pby_filter__parse_stat(pby_text__str(stat), 0, &ticks));
}

static void messages_are_aligned_and_nested(void **state)
{
	struct pby_nl_message m;
	struct nlattr a;
	size_t nest;

	(void)state;
	pby_nl__begin(&m, 16, 0, NULL, 0);
	nest = pby_nl__open(&m, 3);
	pby_nl__text(&m, 1, "veth");
	pby_nl__close(&m, nest);
	assert_int_equal(m.len, NLMSG_HDRLEN + 4 + 4 + 8);
	memcpy(&a, m.bytes + nest, sizeof(a));
	assert_int_equal(a.nla_len, 16);
	assert_int_equal(a.nla_type, 3 | NLA_F_NESTED);
	memcpy(&a, m.bytes + nest + 4, sizeof(a));
	assert_int_equal(a.nla_len, 9);
	for (int i = 0; i < 2 * PBY_NL_SIZE / 8; i++)
		pby_nl__u32(&m, 1, 1);
	assert_true(m.full);
	assert_true(m.len <= PBY_NL_SIZE);
	assert_int_equal(-EMSGSIZE, pby_nl__send(-1, &m));
}

static void rows_are_found_by_their_words(void **state)
{
	static const char *const words[] = { "nothing", "fexit", "tcp_sendmsg", "kprobe/inet_recvmsg", "kprobe+kretprobe",
					     "kprobe+kretprobe/nft_do_chain", "raw_tp/skb/kfree_skb", "ipt_do_table" };
	static const uint32_t expected[] = { 3, 5, 4, 1, 2, 1, 1, 3 };

	(void)state;
	assert_true(pby_nr_net_rows <= PBY_NET_MAX_ROWS);
	for (size_t w = 0; w < sizeof(words) / sizeof(words[0]); w++) {
		uint32_t nr = 0;

		for (uint32_t i = 0; i < pby_nr_net_rows; i++)
			nr += pby_net_row__matches(&pby_net_rows[i], words[w]);
		assert_int_equal(nr, expected[w]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dropped_is_received_less_delivered),
		cmocka_unit_test(ticks_are_of_one_cpu),
		cmocka_unit_test(messages_are_aligned_and_nested),
		cmocka_unit_test(rows_are_found_by_their_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
