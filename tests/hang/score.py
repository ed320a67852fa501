#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-2-Clause OR GPL-2.0-only
"""score.py PROGRAM: what `probity hang` makes of dumps whose answer is known, as TAP.

Three sets: tests/hang/guest (dumps of the project's own guests, expect.tsv), tests/hang/cases (dumps
with a .json of what each task waits for), and ../shared/hangs when it is there. Of the latter two it
prints figures and holds them against thresholds:

  tasks   found and rightly named (F1, by pid and name)
  class   of the wait, of those that must be named
  on      whom the wait is for; where nobody can know, nobody may be invented
  cycle   complete, near, none or unknown
  same    verdict, classes and parties when the text comes in another wrapping
  and not one false "complete".
"""
import glob
import html
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
SHARED = os.path.join(HERE, '..', '..', '..', 'shared', 'hangs', 'logs')
LEAST = {'tasks': 0.98, 'class': 0.90, 'on': 0.80, 'cycle': 0.85, 'same': 0.97}

WRAPPINGS = {
    'crlf': lambda n, line: line + '\r',
    'quote': lambda n, line: '> ' + line,
    'html': lambda n, line: html.escape(line),
    'ansi': lambda n, line: '\x1b[33m' + line + '\x1b[0m',
    'syslog': lambda n, line: 'Nov 22 03:%02d:%02d host kernel: %s' % (n // 60 % 60, n % 60, line),
    'journal': lambda n, line: '2026-11-22T03:%02d:%02d+0000 host kernel: %s' % (n // 60 % 60, n % 60, line),
}

count = 0


def tap(ok, name, *notes):
    global count
    count += 1
    print('%s %d - %s' % ('ok' if ok else 'not ok', count, name))
    for note in notes if not ok else ():
        print('    ' + note)
    return ok


def ask(program, path):
    run = subprocess.run([program, 'hang', '--json', path], capture_output=True, timeout=60)
    if run.returncode not in (0, 1, 3) or not run.stdout:
        return None
    return json.loads(run.stdout.decode('utf-8', 'replace'))


def same_task(want, got):
    """By pid when both have one, else by name; an expectation without either is any task."""
    if want.get('pid') is not None and got.get('pid') is not None:
        return want['pid'] == got['pid']
    if want.get('pid') is None and not want.get('comm'):
        return True
    return bool(want.get('comm')) and want.get('comm') == got.get('comm')


def is_task(party):
    return party['kind'] in ('task', 'kthread') and (party.get('pid') is not None or bool(party.get('comm')))


def on_points(want, got):
    """1 right, 1/2 an honest "unknown" where more could be known, 0 wrong or invented."""
    tasks = [g for g in got if is_task(g)]
    if any(same_task(w, g) for w in want if is_task(w) for g in tasks):
        return 1.0
    if tasks:
        return 0.0
    kinds = {g['kind'] for g in got} or {'unknown'}
    if kinds & {w['kind'] for w in want if not is_task(w)}:
        return 1.0
    return 0.5 if 'unknown' in kinds else 0.0


def expectation(path):
    """Both kinds of .json: the project's own, and that of ../shared/hangs."""
    with open(path) as f:
        case = json.load(f)
    want = case.get('expected', case)
    return {
        'tasks': case['tasks'],
        'waits': [w for w in want['waits'] if w.get('required', True)],
        'cycle': [want['cycle']] + want.get('cycle_also', []),
        'diagnosis': case.get('diagnosis'),
    }


def judge(want, got):
    waits, found = want['waits'], got['tasks']
    points = {'class': [], 'on': []}
    for w in waits:
        mine = [g for g in got['waits'] if same_task(w['waiter'], g['waiter'])]
        points['class'].append(max([float(g['class'] == w['class']) for g in mine] or [0.0]))
        points['on'].append(max([on_points(w['on'], g['on']) for g in mine] or [0.0]))
    shown = [t for t in want['tasks'] if t.get('section') != 'nmi']
    recall = [float(any(same_task(t, f) for f in found)) for t in shown]
    score = {k: sum(v) / len(v) if v else 1.0 for k, v in points.items()}
    score['tasks'] = sum(recall) / len(recall) if recall else 1.0
    score['cycle'] = float(got['cycle'] in want['cycle'])
    score['false'] = got['cycle'] == 'complete' and 'complete' not in want['cycle']
    return score


def key(got):
    waits = sorted((str(w['waiter']['pid']), w['class'], str(sorted(str(o['pid']) for o in w['on'])))
                   for w in got['waits'])
    return json.dumps([got['cycle'], waits])


def wrapped(program, path, folder, got):
    with open(path, errors='surrogateescape', newline='') as f:
        lines = f.read().split('\n')
    points = []
    for name, wrap in WRAPPINGS.items():
        other = os.path.join(folder, name + '.log')
        with open(other, 'w', errors='surrogateescape', newline='') as f:
            f.write('\n'.join(wrap(n, line) for n, line in enumerate(lines)))
        again = ask(program, other)
        points.append(float(again is not None and key(again) == key(got)))
    return sum(points) / len(points)


def score_set(program, name, folder):
    totals, wrong, false = {k: [] for k in LEAST}, [], []
    answers = sorted(glob.glob(os.path.join(folder, '*.json')))
    with tempfile.TemporaryDirectory() as scratch:
        for path in answers:
            want, log = expectation(path), path[:-5] + '.log'
            got = ask(program, log)
            if got is None:
                tap(False, '%s: %s is read' % (name, os.path.basename(log)))
                continue
            score = judge(want, got)
            score['same'] = wrapped(program, log, scratch, got)
            for k in totals:
                totals[k].append(score[k])
                if score[k] < 1:
                    wrong.append('%s: %s %.2f' % (os.path.basename(log), k, score[k]))
            if score['false']:
                false.append(os.path.basename(log))
            if want['diagnosis']:
                said = (got['diagnosis'] or {}).get('id')
                tap(said == want['diagnosis'], '%s: %s is a case of %s' % (name, os.path.basename(log), want['diagnosis']),
                    'said: %s: %s' % (said, got['verdict']))
    if not answers:
        return
    for k, least in LEAST.items():
        mean = sum(totals[k]) / len(totals[k]) if totals[k] else 0.0
        tap(mean >= least, '%s: %s %.3f of %d dumps, at least %.2f' % (name, k, mean, len(answers), least),
            *[w for w in wrong if ': %s ' % k in w])
    tap(not false, '%s: no false "complete"' % name, *false)


def guests(program):
    folder = os.path.join(HERE, 'guest')
    with open(os.path.join(folder, 'expect.tsv')) as f:
        rows = [line.rstrip('\n').split('\t') for line in f if line.strip() and not line.startswith('#')]
    for file, cycles, diagnosis in rows:
        got = ask(program, os.path.join(folder, file))
        said = (got or {}).get('diagnosis') or {}
        ids = [d['id'] for d in (got or {}).get('diagnoses', [])]
        tap(got is not None and got['cycle'] in cycles.split('|') and diagnosis in ('-', said.get('id')), 'guest: ' + file,
            'wanted %s %s' % (cycles, diagnosis), 'said %s %s: %s' % ((got or {}).get('cycle'), ids, (got or {}).get('verdict')))


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else 'build/release/probity'
    guests(program)
    score_set(program, 'cases', os.path.join(HERE, 'cases'))
    if os.path.isdir(SHARED):
        score_set(program, 'shared', SHARED)
    print('1..%d' % count)


if __name__ == '__main__':
    main()
