#!/usr/bin/env python3
"""host-state.py RUN FOLDER: what the run RUN of ./test has on this machine, one thing per line, sorted.

Others work on the same machine: dockerd with its containers, another Sampan, another checkout's tests. What is this run's is told by
names: every bridge, cgroup and table of a check ends with the run's number, everything mounted or served is below FOLDER, and a JUnit
test's name begins with the mark of its JVM (testkit: Own), which counts when that JVM is gone. A process is ours by a file below FOLDER
in its words or among its descriptors, or by SAMPAN_RUN in its environment.
"""
import os
import pathlib
import re
import subprocess
import sys

RUN, FOLDER = sys.argv[1], sys.argv[2]
NUMBERED = re.compile(rf"(sampan|sx)[a-z-]*{RUN}(?![0-9])")
MARK = re.compile(r"(?:^|[-/ ])t([0-9a-z]{1,5})-")
ENGINES = re.compile(r"dev\.sampan\.|dockerd|containerd|sampan")


def ours(name):
    if NUMBERED.search(name) or FOLDER in name:
        return True
    return any(not os.path.exists(f"/proc/{int(mark, 36)}") for mark in MARK.findall(name))


def mounts():
    return (line.split()[4] for line in pathlib.Path("/proc/self/mountinfo").read_text().splitlines())


def cgroups():
    return (folder for folder, _, _ in os.walk("/sys/fs/cgroup"))


def links():
    """One by its own name, or by that of the bridge it is a port of."""
    for link in pathlib.Path("/sys/class/net").iterdir():
        master = link / "master"
        bridge = os.path.basename(os.readlink(master)) if master.is_symlink() else ""
        yield link.name if not ours(bridge) else f"{link.name} on {bridge}"


def tables():
    return subprocess.run(["nft", "list", "tables"], capture_output=True, text=True, check=False).stdout.splitlines()


def namespaces():
    return os.listdir("/run/netns") if os.path.isdir("/run/netns") else []


def processes():
    for pid in filter(str.isdigit, os.listdir("/proc")):
        folder = pathlib.Path("/proc", pid)
        try:
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
            if not ENGINES.search(words + " " + (folder / "comm").read_text()):
                continue
            about = words + " " + " ".join(os.readlink(fd) for fd in (folder / "fd").iterdir())
            environment = (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended while we were looking
        if FOLDER in about or MARK.search(words) and ours(words) or f"SAMPAN_RUN={RUN}".encode() in environment:
            if pid != str(os.getpid()) and int(pid) not in ancestors():
                yield f"{words[:150]}"


def ancestors():
    pid, found = os.getpid(), set()
    while pid > 1:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text()
        pid = int(stat[stat.rindex(")") + 2:].split()[1])
        found.add(pid)
    return found


def main():
    lines = [f"process {name}" for name in processes()]
    for kind, names in (("mount", mounts()), ("cgroup", cgroups()), ("link", links()), ("nft", tables()), ("netns", namespaces())):
        lines += [f"{kind} {name}" for name in names if ours(name)]
    print("\n".join(sorted(lines)))


main()
