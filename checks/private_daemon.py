"""What the checks in this folder share: an engine of their own, a small image, and a client that speaks HTTP to it."""
import http.client
import io
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tarfile
import time

PROJECT = pathlib.Path(__file__).resolve().parent.parent
BUSYBOX = "/bin/busybox"
RUN = os.environ.get("SAMPAN_RUN", str(os.getpid()))  # in every name on the machine, so that it is nobody else's


class Unreachable(Exception):
    pass


class Api:
    def __init__(self, path):
        self.path = str(path)

    def once(self, method, path, body=None, data=None, timeout=60):
        connection = http.client.HTTPConnection("localhost", timeout=timeout)
        connection.sock = socket.socket(socket.AF_UNIX)
        connection.sock.settimeout(timeout)
        try:
            connection.sock.connect(self.path)
            payload = json.dumps(body).encode() if body is not None else data
            connection.request(method, "/v1.44" + path, payload, {"Content-Type": "application/json"} if body is not None else {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException) as cut:
            raise Unreachable(str(cut)) from cut
        finally:
            connection.close()

    def call(self, method, path, body=None, data=None, patience=60):
        """Repeats a request that a dying daemon cut off. -> (status, body, how often it was cut off)"""
        end, cuts = time.monotonic() + patience, 0
        while True:
            try:
                return (*self.once(method, path, body, data), cuts)
            except Unreachable:
                cuts += 1
                if time.monotonic() > end:
                    raise
                time.sleep(0.02)


class Daemon:
    """A daemon with its roots in `folder`; `name`, of up to six letters, is in the names of its bridge and of its cgroups."""

    def __init__(self, folder, command, name):
        self.folder, self.command, self.name, self.process = folder, command, name, None
        self.bridge, self.cgroups = f"sx{name}{RUN}", f"sampan-{name}-{RUN}"
        self.socket = folder / "sock"

    def arguments(self):
        return [*self.command, "--data-root", self.folder / "data", "--exec-root", self.folder / "exec", "-p", self.folder / "pid",
                "-H", f"unix://{self.socket}", "--bridge", self.bridge, "--bip", "172.28.3.1/24",
                "--cgroup-parent", f"/{self.cgroups}"]

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(self.arguments(), stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if Api(self.socket).once("GET", "/_ping", timeout=5)[0] == 200:
                    return
            except Unreachable:
                if self.process.poll() is not None:
                    raise SystemExit(f"{self.name}: the daemon does not start:\n{(self.folder / 'log').read_text()[-3000:]}")
                time.sleep(0.02)
        raise SystemExit(f"{self.name}: the daemon does not answer within a minute")

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        """As its user ends it; the bridge goes too, where this is not in a network namespace that takes it along."""
        self.process.terminate()
        self.process.wait(60)
        subprocess.run(["ip", "link", "del", self.bridge], check=False, stderr=subprocess.DEVNULL)


def docker_cli():
    """-> the docker command's major version; 0 without one."""
    try:
        told = subprocess.run(["docker", "--version"], capture_output=True, text=True, check=False).stdout
    except FileNotFoundError:
        return 0
    return int((re.search(r"version (\d+)", told) or [0, 0])[1])


def seed(api, applets=False):
    """busybox:latest: the shell and two programs, or with `applets` all names that busybox knows."""
    known = subprocess.run([BUSYBOX, "--list"], capture_output=True, text=True, check=True).stdout.split()
    names = [name for name in known if name != "busybox"] if applets else ["sh", "sleep", "echo"]
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo("bin")
        entry.type, entry.mode = tarfile.DIRTYPE, 0o755
        tar.addfile(entry)
        tar.add(BUSYBOX, "bin/busybox")
        for applet in names:
            entry = tarfile.TarInfo("bin/" + applet)
            entry.type, entry.linkname = tarfile.SYMTYPE, "busybox"
            tar.addfile(entry)
    status, body = api.once("POST", "/images/create?fromSrc=-&repo=busybox&tag=latest", data=packed.getvalue())
    if status != 200:
        raise SystemExit(f"cannot import the image: {status} {body.decode()}")


def alone():
    """Network and mounts of our own, so that what others on this host do meanwhile is not taken for ours; the mounts shared, as a host's."""
    if os.environ.get("SAMPAN_CHECK_ALONE") != "yes":
        os.environ["SAMPAN_CHECK_ALONE"] = "yes"
        script = 'ip link set lo up && exec "$@"'
        os.execvp("unshare", ["unshare", "--net", "--mount", "--propagation", "private", "sh", "-c",
                              "mount --make-rshared / && " + script, "sh", sys.executable, *sys.argv])
