"""The kernel that executes a notebook: a preforked child of the producing process, with everything imported already.

To nbclient it is a local kernel like any other, in a process and a session of its own; only its start is spared.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.manager import AsyncKernelManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from helpers.processes import PreforkedChild, preforked_child


def kernel_starter() -> type[AsyncKernelManager]:
    """What starts the notebook's kernel: as a preforked child, where there is one, else by the kernel's command."""
    return _PreforkedStarter if preforked_child() else AsyncKernelManager


class _PreforkedStarter(AsyncKernelManager):
    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.provisioner = _PreforkedProvisioner(kernel_spec=self.kernel_spec, parent=self)


class _PreforkedProvisioner(LocalProvisioner):
    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Start the preforked child in place of the command; all else that a local kernel needs is prepared."""
        sleeper = preforked_child()
        assert sleeper
        folder = kwargs.get("cwd") or Path.cwd()  # papermill goes to the folder itself
        sleeper.start(_serve, cmd[cmd.index("-f") :], folder, kwargs["env"])
        self.process = _Started(sleeper)  # type: ignore[assignment]  # declared as the one class that it looks like
        self.pid = sleeper.process.pid
        return self.connection_info


@dataclass(frozen=True)
class _Started:
    """The preforked child as the provisioner knows processes: with the methods of `subprocess.Popen`."""

    child: PreforkedChild
    stdin: None = None
    stdout: None = None
    stderr: None = None

    @property
    def pid(self) -> int | None:
        return self.child.process.pid

    def poll(self) -> int | None:
        return self.child.process.exitcode

    def wait(self) -> int | None:
        self.child.process.join()
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.pid is not None and self.poll() is None:
            os.kill(self.pid, number)


def _serve(arguments: list[str], folder: str | Path, environment: Mapping[str, str]) -> None:
    """What the preforked child does: be a kernel, apart from the terminal, until it is shut down."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)
    IPKernelApp.launch_instance(arguments)
