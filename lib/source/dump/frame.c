// SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
/* frame.c: the grammar of stack lines. */
#include "source/dump/frame.h"

#include <string.h>

static char at(const struct pby_text *t, size_t i)
{
	return i < pby_text__len(t) ? t->p[i] : '\0';
}

static bool is_name_start(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '.' || c == '$';
}

static bool is_name(char c)
{
	return is_name_start(c) || (c >= '0' && c <= '9');
}

struct pby_text pby_symbol__bare(struct pby_text name)
{
	static const char *const suffixes[] = {
		".isra", ".constprop", ".part", ".cold", ".llvm", ".clone", ".lto_priv", ".localalias",
		".cfi_jt", ".omp_fn", ".resumed", ".ipa", ".warn",
	};
	const char *dot = name.p;

	pby_text__eat(&name, "__pfx_");
	pby_text__eat(&name, ".");	/* powerpc ELFv1 function descriptors */
	while (dot < name.end && (dot = memchr(dot, '.', name.end - dot))) {
		for (size_t i = 0; dot > name.p && i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
			size_t n = strlen(suffixes[i]);

			if ((size_t)(name.end - dot) >= n && !memcmp(dot, suffixes[i], n)) {
				name.end = dot;
				return name;
			}
		}
		dot++;
	}
	return name;
}

static bool eat_name(struct pby_text *t, struct pby_text *name)
{
	struct pby_text s = *t;

	if (!is_name_start(at(&s, 0)))
		return false;
	while (is_name(at(&s, 0)))
		s.p++;
	*name = (struct pby_text){ t->p, s.p };
	*t = s;
	return true;
}

/* "+0x2de/0x8f0", or "+0x5c" alone, or crash's decimal "+92". */
static bool eat_offset(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t;
	uint64_t offset, size = 0;

	if (!pby_text__eat(&s, "+"))
		return false;
	if (!(pby_text__starts(s, "0x") ? pby_text__hex(&s, &offset) : pby_text__u64(&s, &offset)))
		return false;
	if (pby_text__eat(&s, "/") && !pby_text__hex(&s, &size))
		return false;
	f->offset = offset;
	f->size = size;
	*t = s;
	return true;
}

/* "[bluetooth]", "[jbd2 3adb6041...]" (build id), "[zfs(PO)]"; "[inline]" is something else. */
static bool eat_module(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t, inside;

	pby_text__skip_blanks(&s);
	if (pby_text__eat(&s, "[inline]")) {
		f->inlined = true;
		*t = s;
		return true;
	}
	if (!pby_text__eat(&s, "[") || !is_name(at(&s, 0)) || !pby_text__until(&s, ']', &inside))
		return false;
	f->module.p = inside.p;
	while (inside.p < inside.end && (is_name(*inside.p) || *inside.p == '-'))
		inside.p++;
	f->module.end = inside.p;
	*t = s;
	return true;
}

/* Behind the bracket that closes the one that is open: "(a.c:1 (discriminator 3) b.c:2)". */
static bool skip_bracket(struct pby_text *t)
{
	int depth = 1;

	for (; !pby_text__empty(t) && depth; t->p++)
		depth += *t->p == '(' ? 1 : *t->p == ')' ? -1 : 0;
	return depth == 0;
}

/* "kernel/locking/mutex.c:684", perhaps with a column or in brackets with its inliners. */
static bool eat_file(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t, path;
	uint64_t nr;

	pby_text__skip_blanks(&s);
	if (s.p == t->p)
		return false;
	pby_text__eat(&s, "(");
	path.p = s.p;
	while (is_name(at(&s, 0)) || (at(&s, 0) && memchr("/-+,", at(&s, 0), 4)))
		s.p++;
	path.end = s.p;
	if (!memchr(path.p, '.', path.end - path.p) || !pby_text__eat(&s, ":") || !pby_text__u64(&s, &nr))
		return false;
	if (path.p[-1] == '(' && !skip_bracket(&s))
		return false;
	f->file = path;
	f->file_line = nr;
	while (at(&s, 0) == ':' || (at(&s, 0) >= '0' && at(&s, 0) <= '9'))
		s.p++;
	*t = s;
	return true;
}

/* decode_stacktrace.sh: "name (file.c:12) nfsv4". */
static void eat_bare_module(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t;

	if (pby_text__eat(&s, " ") && eat_name(&s, &f->module) && pby_text__empty(&s))
		*t = s;
	else
		f->module = (struct pby_text){ 0 };
}

/* ":jbd2:kjournald2+0x9a/0x1ec", up to 2.6.26. */
static void eat_module_before(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t;

	if (pby_text__eat(&s, ":") && eat_name(&s, &f->module) && pby_text__eat(&s, ":"))
		*t = s;
	else
		f->module = (struct pby_text){ 0 };
}

bool pby_raw_frame__symbol(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t;
	uint64_t addr;

	if (pby_text__starts(s, "0x") && pby_text__hex(&s, &addr)) {
		f->name = (struct pby_text){ t->p, s.p };
		f->addr = addr;
		f->weak = true;
		*t = s;
		return true;
	}
	eat_module_before(&s, f);
	if (!eat_name(&s, &f->name))
		return false;
	f->weak = !eat_offset(&s, f);
	f->name = pby_symbol__bare(f->name);
	eat_module(&s, f);
	if (eat_file(&s, f)) {
		f->weak = false;
		if (!eat_module(&s, f) && s.p[-1] == ')')
			eat_bare_module(&s, f);
	}
	*t = s;
	return pby_text__len(&f->name) > 0;
}

/* "[<ffffffff82a9df9c>]"; powerpc's "[sp] [ip]". */
static bool eat_address(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t;
	uint64_t addr;

	if (pby_text__eat(&s, "[<") && pby_text__hex(&s, &addr) && pby_text__eat(&s, ">]")) {
		f->addr = addr;
		*t = s;
		return true;
	}
	s = *t;
	/* "[] schedule+0x29/0x70": a browser took "<ffff...>" for one of its own. */
	if (pby_text__eat(&s, "[] ") || pby_text__eat(&s, "[<>] ")) {
		*t = s;
		return true;
	}
	if (pby_text__eat(&s, "[") && pby_text__hex(&s, &addr) && pby_text__eat(&s, "] [") &&
	    pby_text__hex(&s, &addr) && pby_text__eat(&s, "]")) {
		f->addr = addr;
		*t = s;
		return true;
	}
	return false;
}

/* crash on arm, behind the address: "(schedule_timeout) from [<c0a1f018>]" */
static bool parse_arm_bt(struct pby_text s, struct pby_raw_frame *f)
{
	pby_text__skip_blanks(&s);
	if (!pby_text__eat(&s, "(") || !pby_raw_frame__symbol(&s, f) || !pby_text__eat(&s, ")"))
		return false;
	f->weak = false;
	return pby_text__eat(&s, " from") || pby_text__empty(&s);
}

/* "#3 [ffffb36] down_read+0x5c at ffffffffb7266f3c [mod]" and gdb's and drgn's "#3  name (file:1)". */
static bool parse_numbered(struct pby_text s, struct pby_raw_frame *f)
{
	uint64_t nr, addr;
	bool crash = false;

	if (!pby_text__eat(&s, "#") || !pby_text__u64(&s, &nr) || at(&s, 0) != ' ')
		return false;
	pby_text__skip_blanks(&s);
	if (eat_address(&s, f))
		return parse_arm_bt(s, f);
	if (pby_text__eat(&s, "[")) {
		if (!pby_text__hex(&s, &addr) || !pby_text__eat(&s, "]"))
			return false;
		crash = true;
		pby_text__skip_blanks(&s);
	}
	if (!pby_raw_frame__symbol(&s, f))
		return false;
	pby_text__skip_blanks(&s);
	if (pby_text__eat(&s, "at ") && pby_text__hex(&s, &f->addr))
		eat_module(&s, f);
	else if (crash)
		return false;
	f->weak = false;
	return crash || f->size || f->file_line;
}

/* The flags behind a frame: "(unreliable)" of powerpc, "(T)", "(P)" of arm64. */
static bool eat_flags(struct pby_text *t, struct pby_raw_frame *f)
{
	struct pby_text s = *t, inside;

	pby_text__skip_blanks(&s);
	if (!pby_text__eat(&s, "(") || !pby_text__until(&s, ')', &inside) || pby_text__len(&inside) > 10)
		return false;
	if (pby_text__is(inside, "unreliable"))
		f->unreliable = true;
	*t = s;
	return true;
}

/* arm: "(schedule) from [<c0166c>] (synchronize_irq+0x5b/0x7c [mod])" behind the first address. */
static int parse_arm(struct pby_text s, struct pby_raw_frame f[2])
{
	if (!pby_text__eat(&s, "(") || !pby_raw_frame__symbol(&s, &f[0]) || !pby_text__eat(&s, ")"))
		return 0;
	if (!pby_text__eat(&s, " from ") || !eat_address(&s, &f[1]))
		return 0;
	pby_text__skip_blanks(&s);
	if (!pby_text__eat(&s, "(") || !pby_raw_frame__symbol(&s, &f[1]) || !pby_text__eat(&s, ")") ||
	    !pby_text__empty(&s))
		return 0;
	f[0].weak = f[1].weak = false;
	return 2;
}

int pby_raw_frame__parse(struct pby_text line, struct pby_raw_frame f[2])
{
	struct pby_text s = pby_text__trim(line);
	bool address;

	memset(f, 0, 2 * sizeof(f[0]));
	if (at(&s, 0) == '#')
		return parse_numbered(s, &f[0]);
	pby_text__eat(&s, "(");		/* s390 puts the innermost frame in brackets */
	address = eat_address(&s, &f[0]);
	pby_text__skip_blanks(&s);
	if (address && at(&s, 0) == '(')
		return parse_arm(s, f);
	if (at(&s, 0) == '?') {
		f[0].unreliable = true;
		s.p++;
		pby_text__skip_blanks(&s);
	}
	if (!pby_raw_frame__symbol(&s, &f[0]))
		return 0;
	while (eat_flags(&s, &f[0]))
		;
	pby_text__eat(&s, ")");
	if (f[0].weak && pby_text__eat(&s, " from ") && pby_raw_frame__symbol(&s, &f[1]) && !f[1].weak) {
		f[0].weak = false;	/* arm since 5.16 */
		return 2;
	}
	pby_text__skip_blanks(&s);
	if (!pby_text__empty(&s))
		return 0;
	if (address)
		f[0].weak = false;
	if (f[0].weak)
		return f[0].unreliable || pby_text__starts(f[0].name, "0x");
	return address || f[0].size || f[0].file_line;
}
