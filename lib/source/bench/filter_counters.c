// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter_counters.c: reads /proc/PID/net/snmp and /proc/stat. */
#define _GNU_SOURCE
#include "source/bench/filter_counters.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

#include "base/text.h"

enum { ROOM = 32 << 10, SOFTIRQ_COLUMN = 6, STEAL_COLUMN = 7 };

static int read_text(const char *path, char *room, struct pby_text *text)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	size_t len = 0;
	ssize_t n = 1;

	if (fd < 0)
		return -errno;
	while (len < ROOM && n > 0) {
		n = read(fd, room + len, ROOM - len);
		len += n > 0 ? (size_t)n : 0;
	}
	close(fd);
	*text = pby_text__of(room, len);
	return n < 0 ? -EIO : 0;
}

int pby_filter__parse_snmp(struct pby_text text, uint64_t *packets)
{
	struct pby_text names, values, name;
	uint64_t value, received = 0, delivered = 0;
	int found = 0;

	/* Two lines for each protocol: names, then values. */
	while (pby_text__line(&text, &names) && pby_text__line(&text, &values)) {
		if (!pby_text__eat(&names, "Ip:") || !pby_text__eat(&values, "Ip:"))
			continue;
		while (pby_text__word(&names, &name)) {
			struct pby_text word;

			if (!pby_text__word(&values, &word))
				return -EPROTO;
			/* Forwarding and DefaultTTL are numbers too; a negative one is of no interest. */
			if (!pby_text__u64(&word, &value))
				continue;
			if (pby_text__is(name, "InReceives")) {
				received = value;
				found |= 1;
			} else if (pby_text__is(name, "InDelivers")) {
				delivered = value;
				found |= 2;
			}
		}
		break;
	}
	if (found != 3 || delivered > received)
		return -EPROTO;
	*packets = received - delivered;
	return 0;
}

int pby_filter__dropped(pid_t pid, uint64_t *packets)
{
	char path[64], room[ROOM];
	struct pby_text text;
	int rc;

	snprintf(path, sizeof(path), "/proc/%d/net/snmp", (int)pid);
	rc = read_text(path, room, &text);
	return rc ? rc : pby_filter__parse_snmp(text, packets);
}

int pby_filter__parse_stat(struct pby_text text, uint32_t cpu, struct pby_filter_ticks *ticks)
{
	struct pby_text line, word;
	char name[16];

	snprintf(name, sizeof(name), "cpu%u", cpu);
	while (pby_text__line(&text, &line)) {
		uint64_t value;
		int column = 0;

		if (!pby_text__word(&line, &word) || !pby_text__is(word, name))
			continue;
		*ticks = (struct pby_filter_ticks){ 0 };
		/* What follows, time of guests, is in user and nice already. */
		while (column <= STEAL_COLUMN && pby_text__word(&line, &word) && pby_text__u64(&word, &value)) {
			ticks->all += value;
			ticks->softirq += column == SOFTIRQ_COLUMN ? value : 0;
			column++;
		}
		return column > SOFTIRQ_COLUMN ? 0 : -EPROTO;
	}
	return -ENOENT;
}

int pby_filter__ticks(uint32_t cpu, struct pby_filter_ticks *ticks)
{
	char room[ROOM];
	struct pby_text text;
	int rc = read_text("/proc/stat", room, &text);

	return rc ? rc : pby_filter__parse_stat(text, cpu, ticks);
}
