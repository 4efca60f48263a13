"""GAN Theatre's entry: settings, the page, the launch.

`demo` is for `gradio demo_app.py` and `gr.mount_gradio_app`. Importing it does nothing to the disk, and nothing to the
environment of whoever imports it.
"""

from __future__ import annotations

import sys

from demo_ui import options
from demo_ui.page import launch
from gan_core.base import console, memory
from gan_core.base.errors import GanError

RUN = __name__ == "__main__"
settings = options.from_command_line(sys.argv[1:] if RUN else [])
if RUN:
    try:
        memory.keep_apart()  # before there are threads
        launch.check_port(settings)  # before the slow imports
        launch.check_rooms(settings)
        launch.check_runs(settings)
        launch.prepare(settings)
        if not settings.verbose:
            console.quiet(launch.log_file(settings))
        launch.keep_house(settings)
    except GanError as fault:
        print(f"error: {fault}", file=sys.stderr)
        sys.exit(2)

from demo_ui.app import build_demo  # noqa: E402  (gradio reads the environment when it is imported)
from demo_ui.page.libraries import pack_ahead  # noqa: E402
from demo_ui.page.served import launch_options  # noqa: E402
from demo_ui.services import Services  # noqa: E402

services = Services.of(settings, launch.temp_dir(settings) if RUN else launch.guest_dir())
demo = build_demo(services, settings)

if RUN:
    if settings.replica:  # the others answer meanwhile: nobody is sent here before there is somebody to answer
        print("The networks are being loaded; this server answers once they are there", flush=True)
        services.start()
        try:
            services.wait()
        except GanError as fault:
            print(f"error: {fault}", file=sys.stderr)
            sys.exit(2)
    _, url, _ = demo.launch(**launch_options(settings), prevent_thread_lock=True)
    print(f"GAN Theatre is on {url}", flush=True)
    services.start()  # the page is up; now the networks
    services.keep_small()
    pack_ahead()
    services.warm()
    launch.until_ended(demo)
