// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* filter_ping.c: echo requests through the filter, which the far namespace's kernel answers by itself. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/ip_icmp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "source/bench/filter.h"
#include "base/clock.h"
#include "source/bench/veth.h"

enum { ANSWER_S = 2 };

/* The internet's checksum, of a header that is all there is. */
static uint16_t checksum(const struct icmphdr *h)
{
	uint16_t words[sizeof(*h) / 2];
	uint32_t sum = 0;

	memcpy(words, h, sizeof(*h));
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		sum += words[i];
	sum = (sum & 0xffff) + (sum >> 16);
	return (uint16_t)~(sum + (sum >> 16));
}

/* Reads until it is the answer to this one. */
static int answer(int fd, uint16_t sequence)
{
	unsigned char packet[256];
	struct icmphdr h;
	ssize_t n;

	do {
		size_t header;

		n = recv(fd, packet, sizeof(packet), 0);
		if (n < 0)
			return errno == EAGAIN ? -ETIMEDOUT : -errno;
		header = n ? (size_t)(packet[0] & 15) * 4 : 0;
		if ((size_t)n < header + sizeof(h))
			return -EPROTO;
		memcpy(&h, packet + header, sizeof(h));
	} while (h.type != ICMP_ECHOREPLY || h.un.echo.sequence != htons(sequence));
	return 0;
}

static int ping_once(int fd, uint16_t sequence, double *ns)
{
	struct icmphdr h = { .type = ICMP_ECHO };
	double begin;
	int rc;

	h.un.echo.sequence = htons(sequence);
	h.checksum = checksum(&h);
	begin = pby_clock__ns();
	if (send(fd, &h, sizeof(h), 0) < 0)
		return -errno;
	rc = answer(fd, sequence);
	*ns = pby_clock__ns() - begin;
	return rc;
}

int pby_filter__ping(double run_ns, double *ns, uint32_t max)
{
	const struct sockaddr_in far = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(PBY_VETH_FAR) };
	const struct timeval limit = { .tv_sec = ANSWER_S };
	int fd = socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP), rc = 0;
	double start = pby_clock__ns(), warm_up;
	uint32_t nr = 0;

	if (fd < 0)
		return -errno;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	if (connect(fd, (const void *)&far, sizeof(far)))
		rc = -errno;
	if (!rc)
		rc = ping_once(fd, 0, &warm_up);
	while (!rc && nr < max && (!nr || pby_clock__ns() - start < run_ns)) {
		rc = ping_once(fd, (uint16_t)(nr + 1), &ns[nr]);
		nr += !rc;
	}
	close(fd);
	return rc ? rc : (int)nr;
}
