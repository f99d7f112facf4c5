"""Build on a real Slurm with one node, started for this and stopped after it, and compare with a local build.

    apt-get install slurm-wlm munge
    python tests/slurm.py

Needs root, and a machine without a Slurm of its own: jobs find their cluster by /etc/slurm/slurm.conf alone. All other
state lies in a temporary folder. Ends with status 1 if any byte differs.
"""

import argparse
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from builds import FEW_PAPERS, FEW_RESAMPLES, build, copy_workflow, differences, fewer_resamples, products

CONFIGURATION = Path("/etc/slurm/slurm.conf")
SLURM_CONF = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
AuthType=auth/munge
AuthInfo=socket={state}/munge/socket
SlurmUser=root
SlurmdUser=root
StateSaveLocation={state}/controller
SlurmdSpoolDir={state}/node
SlurmctldPidFile={state}/controller.pid
SlurmdPidFile={state}/node.pid
SlurmctldLogFile={state}/controller.log
SlurmdLogFile={state}/node.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core_Memory
MpiDefault=none
ReturnToService=2
MinJobAge=3600
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 CoresPerSocket=2 SocketsPerBoard=1 ThreadsPerCore=1 RealMemory=4000
PartitionName=main Nodes={host} Default=YES MaxTime=INFINITE State=UP
"""


def free_ports(number: int) -> list[int]:
    """Ports that nobody listens on."""
    sockets = [socket.socket() for _ in range(number)]
    for each in sockets:
        each.bind(("127.0.0.1", 0))
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def start_munge(folder: Path) -> subprocess.Popen[bytes]:
    """Munge, by which Slurm's parts know each other, with a key and a socket of its own."""
    folder.mkdir()
    key = folder / "key"
    key.write_bytes(os.urandom(1024))
    key.chmod(0o600)
    places = [f"--{name}={folder / name}" for name in ("socket", "pid-file", "log-file", "seed-file")]
    return subprocess.Popen(["munged", "--foreground", f"--key-file={key}", *places], stderr=subprocess.DEVNULL)


@contextmanager
def slurm(state: Path) -> Iterator[None]:
    """A Slurm with this machine as its one node."""
    if CONFIGURATION.exists():
        sys.exit(f"{CONFIGURATION} stands already: this machine has a Slurm of its own")
    host = socket.gethostname().split(".")[0]
    for name in ("controller", "node"):
        (state / name).mkdir()
    CONFIGURATION.parent.mkdir(exist_ok=True)
    CONFIGURATION.write_text(SLURM_CONF.format(host=host, state=state, ports=free_ports(2)))
    daemons = [start_munge(state / "munge")]
    try:
        wait_for(lambda: (state / "munge/socket").exists(), "munged")
        daemons.append(subprocess.Popen(["slurmctld", "-D"], stderr=subprocess.DEVNULL))
        daemons.append(subprocess.Popen(["slurmd", "-D", "-N", host], stderr=subprocess.DEVNULL))
        wait_for(lambda: "idle" in said("sinfo", "--noheader", "--format=%T"), "the node")
        yield
    finally:
        for daemon in reversed(daemons):
            daemon.terminate()
            daemon.wait()
        CONFIGURATION.unlink()


def said(*command: str) -> str:
    """What a command prints; nothing if it fails."""
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


def wait_for(ready: Callable[[], bool], what: str, seconds: int = 30) -> None:
    """Wait until something is ready."""
    for _ in range(10 * seconds):
        if ready():
            return
        time.sleep(0.1)
    sys.exit(f"{what} did not start within {seconds} s")


def project(folder: Path, all_papers: bool) -> Path:
    """A copy of the project: whole, or a handful of papers and resamples."""
    copy_workflow(folder, None if all_papers else FEW_PAPERS)
    if not all_papers:
        fewer_resamples(folder, FEW_RESAMPLES)
    return folder


def main(all_papers: bool, shards: int) -> int:
    """Build locally by one job a step and on Slurm by so many that share the fits; how many files differ."""
    with tempfile.TemporaryDirectory() as scratch:
        expected = project(Path(scratch) / "local", all_papers)
        build(expected)
        found = project(Path(scratch) / "cluster", all_papers)
        state = Path(scratch) / "slurm"
        state.mkdir()
        Path(scratch).chmod(0o755)  # munge insists that anybody can reach its socket
        with slurm(state):
            began = time.monotonic()
            done = build(found, "--workflow-profile", "profiles/slurm", "--config", f"shards={shards}")
            print(done.stdout, f"{time.monotonic() - began:.0f} s on Slurm; its jobs:", sep="\n")
            print(said("squeue", "--all", "--states=all", "--noheader", "--format=%i %k %T"))
        again = build(found, "--config", f"shards={shards}")
        if "Nothing to do" not in again.stdout:
            sys.exit(f"a local build does not take over what the cluster made:\n{again.stdout}")
        different = differences(products(expected), products(found))
        print("\n".join(different) or f"{len(products(found))} files, the same bytes as built locally")
        return len(different)


if __name__ == "__main__":
    missing = [tool for tool in ("munged", "slurmctld", "slurmd") if shutil.which(tool) is None]
    if missing or os.geteuid() != 0:
        sys.exit(f"needs root and {', '.join(missing) or 'nothing else'}: apt-get install slurm-wlm munge")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--all-papers", action="store_true", help="build everything instead of a handful of papers")
    parser.add_argument("--shards", type=int, default=3, help="so many jobs share the fits")
    given = parser.parse_args()
    sys.exit(1 if main(given.all_papers, given.shards) else 0)
