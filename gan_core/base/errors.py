"""The one exception whose message people read, with a code that the page can translate.

`GanError` carries a code (the key of its translation, `error.<code>` in demo_ui/page/locales) and the
values that the sentence needs. The English sentences stand below, for the command line and the page alike; the page
looks the code up in the visitor's language.
"""

from __future__ import annotations

MESSAGES: dict[str, str] = {
    "checkpoint_missing": "There is no checkpoint {id!r}. Known ones: {known}.",
    "checkpoint_damaged": (
        "The checkpoint file {path} is damaged or was changed ({reason}). Restore it, for example with git checkout."
    ),
    "id_wrong": (
        "A checkpoint's name is small letters, digits, - and _, and begins with a letter or digit; got {value!r}."
    ),
    "checkpoint_mismatch": "The checkpoint {path} does not fit the network it is meant for: {reason}.",
    "data_missing": (
        "There is neither a file nor a folder {path}. --data takes digits as npz, npy, IDX or CSV, or a folder of "
        "them; --download fetches MNIST."
    ),
    "data_wrong": "{path} cannot be read as digits: {reason}.",
    "drawings_shape": "Pictures to learn from are grey and measure {side} x {side} pixels. Scale them to that first.",
    "drawings_few": "Pictures: {count}. A GAN needs {least} at least; add some more.",
    "drawings_many": "There are {count} pictures, and {most} at most are read. Leave some away.",
    "drawings_equal": "All {count} pictures are the same. Add others: there is nothing to learn from one.",
    "drawing_empty": "Picture {number} is empty. Draw something on it, or strike it out.",
    "drawing_dot": "Picture {number} holds a single dot. Draw it larger, or strike it out.",
    "drawing_full": "Picture {number} is filled with ink. Draw with lines, or strike it out.",
    "heap_gone": (
        "Your pictures are not on the server any more: others needed the room, or {minutes} minutes went by. Press "
        "Start again, and they are sent once more."
    ),
    "heaps_full": (
        "Others are waiting with so many pictures that there is no room for yours. Try again in a few minutes, or "
        "bring fewer."
    ),
    "board_missing": "There is no such board any more. Ask for its link again, or open a new one.",
    "board_full": "The board is full: it holds {most} drawings. Its owner can strike some out.",
    "board_enough": "These are {most} drawings of yours, as many as one person can add. Take one back to add another.",
    "boards_full": "Others draw on every board just now. Try again in a few minutes.",
    "digits_labels": "A classifier of digits needs a label from 0 to 9 for each of them: {reason}.",
    "photographs_missing": "There is no folder {path}. --data is a folder that holds trainA and trainB.",
    "photographs_few": (
        "{path} holds {count} photographs that can be read and {skipped} files that cannot; two are needed.{why}"
    ),
    "pairs_data": "--pairs grey-colour needs --data: a folder of photographs, or several.",
    "pairs_direction": "--direction belongs to a folder of pairs; in grey-colour, grey always goes in.",
    "publish_option": (
        "{option} belongs to a run of {of}, and {path} holds one of {kind}. Leave it away, or name another folder."
    ),
    "publish_unmasked": (
        "--near belongs to networks with masks, and those of {path} have none. Leave it away, or train with a preset "
        "that is masked, such as compact."
    ),
    "start_needed": "The preset {preset} trains one direction alone: --start has to name what holds the other one.",
    "pairs_preset": "The preset {name} colours photographs, so it learns from --pairs grey-colour alone.",
    "pairs_folder": (
        "{path} holds no pairs. They are two folders whose files have the same names, or pictures made of two halves."
    ),
    "pairs_few": (
        "{path} holds {count} pairs that can be used; two are needed. {skipped} were skipped, {lone} had no "
        "partner.{why}"
    ),
    "pairs_unpaired": (
        "{path} holds two unpaired sets, A and B: train cyclegan --data takes them. If files of the same "
        "names do belong together, put them into two folders of one folder."
    ),
    "ranks_batch": (
        "A batch of {batch} cannot be split evenly over {ranks} ranks. Start another number of ranks, or choose the "
        "batch of each with --batch-per-rank."
    ),
    "ranks_backend": (
        "torchrun trains on PyTorch, and Keras was told to compute on {backend}. Leave KERAS_BACKEND away, or set it "
        "to torch."
    ),
    "ranks_torch": (
        "Training on several ranks needs PyTorch, which is not installed here: pip install torch, then "
        "torchrun --nproc-per-node 2 -m gan_core train ..."
    ),
    "ranks_differ": (
        "The ranks do not train the same: {what} is {first} on rank 0 and {found} on rank {rank}. Nothing was trained."
    ),
    "rank_lost": (
        "Another rank of this training has gone ({reason}), so this one stopped. Start it again with --resume: it "
        "goes on from the state that was saved last."
    ),
    "photograph_changed": (
        "The photograph {path} is not what it was when this training began ({reason}), so it stopped. Put it back and "
        "go on with --resume."
    ),
    "measure_few": (
        "{count} photographs are there to be measured, and {least} are needed. "
        "--whole measures those of the folders that are not held back, too."
    ),
    "features_missing": (
        "There is no {path}. python tools/build_features.py makes it; "
        "--no-features trains without discriminators that look through features."
    ),
    "features_damaged": (
        "The features file {path} cannot be used: {reason}. Delete it, and make it again with "
        "python tools/build_features.py."
    ),
    "not_here": "This needs a server, and this page has none behind it. The app has it: python demo_app.py.",
    "browser_cannot": (
        "This browser cannot run the networks: WebAssembly with SIMD is missing, a file did not come whole, or "
        "there is no memory left. Load the page again, or open it in another browser."
    ),
    "folder_full": "{path} is not empty. Name a folder that is empty, or not there yet.",
    "photo_stays": (
        "This device could not translate the photograph, and it was sent nowhere. "
        "If the server may have it, turn off “Keep my photographs on this device”."
    ),
    "without_stays": "Only the server has these other networks, and this photograph stays on this device.",
    "photo_memory": "There is not enough memory here for a photograph of this size. Make it smaller, or take another.",
    "drawing_size": "A drawing measures {least} to {most} pixels on each side; this one measures {shape}.",
    "drawing_unclear": "No drawing was found on this photograph. Plain paper, a dark pen, even light and the sheet "
    "alone in the picture help.",
    "digit_empty": "There is no digit here: nothing stands out from the paper. Write one.",
    "digit_dot": "This is a dot, or a digit as small as one: its ink measures {width} x {height} of {of} pixels. Write "
    "over most of the paper.",
    "digit_full": "This is a patch and no digit: ink covers {percent}% of it, and {most}% at most. Write with lines.",
    "picture_wrong": "{name} must be a picture of {side} x {side} greys: {count} whole numbers from 0 to 255.",
    "photo_empty": "The file is empty (0 bytes).",
    "photo_unreadable": "This file is no picture that can be read. JPEG, PNG, WebP, GIF, AVIF, BMP and TIFF can.",
    "photo_unreadable_here": "This file is no picture that can be read here. JPEG, PNG, WebP, GIF, AVIF and BMP can.",
    "photo_format": "This is {format}, which cannot be read here. Save it as JPEG, PNG or WebP.",
    "photo_heic": (
        "This is a HEIC photograph, which cannot be read here. Save it as JPEG: on a Mac open it in Preview and export "
        "it, on Windows in Photos; an iPhone takes JPEG once Settings, Camera, Formats says “Most Compatible”."
    ),
    "photo_cut_off": (
        "This {format} file is cut off or damaged: it cannot be read to its end. Save or download it again."
    ),
    "photo_harmful": (
        "This file made the reader of pictures crash, or take too much time or memory. Nobody else was disturbed. "
        "Save it anew, for example as JPEG."
    ),
    "reader_failed": "The process that reads pictures does not start. The log of the server tells more.",
    "photo_too_large": (
        "The picture is too large: a JPEG is read up to {millions} million pixels, a progressive one or another format "
        "up to {whole} million, and {megabytes} MB at most."
    ),
    "photo_too_small": "The picture is too small: {width} x {height} pixels, and {least} are needed each way.",
    "frame_too_large": "A picture of the live camera measures at most {most} pixels on its long side.",
    "photo_none": "No photograph came with the request.",
    "photo_gone": (
        "This photograph is gone: each is kept for {minutes} minutes, or until newer ones need its place. Choose it "
        "again."
    ),
    "uploads_full": (
        "The server has no space left on its disk to take this file in, and nothing of it was kept. Try again later."
    ),
    "uploads_crowded": "Too many files are on their way to this server. Try again in a few seconds.",
    "path_missing": "There is neither a file nor a folder {path}.",
    "photos_none": "Nothing was translated: {skipped} files in {path} could not be read, and there are no others.",
    "seed_wrong": "A seed is a whole number from 0 to {largest}; got {value!r}.",
    "number_wrong": "{name} must be a number from {low} to {high}; got {value!r}.",
    "hints_wrong": (
        "Hints are up to {most} places [x, y, a, b]: x and y from 0 to 1, a and b of CIE Lab from -{reach} to {reach}."
    ),
    "hints_none": "{id} takes no hints: it does not say what looks alike.",
    "text_wrong": "A line has digits only (spaces between them are blank), and up to {largest}; got {value!r}.",
    "places_wrong": "{path} is no list of places as the page writes it: {reason}.",
    "film_unwritable": "No {format} is written here: PyAV is missing (pip install av). WebP and GIF are written.",
    "class_unasked": "{id} cannot be asked for a digit; it draws what it likes. {writer} can, for 0 to 9.",
    "count_wrong": "{name} must be a whole number from {low} to {high}; got {value!r}.",
    "list_wrong": "{name} must be a list of at most {largest} numbers.",
    "request_wrong": "The request is not readable: it must be an object with a seed.",
    "option_unknown": "There is no {name} {value!r}. Known ones: {known}.",
    "preset_unknown": "There is no preset {name!r}. Known ones: {known}.",
    "path_unwritable": "Cannot write {path}: {reason}.",
    "path_taken": (
        "{path} exists already, and nothing was changed. --overwrite replaces it; or name another place to write to."
    ),
    "disk_full": "No space is left to write {path}. Nothing was half-written; free some space and try again.",
    "port_in_use": (
        "Port {port} on {host} is already in use. Stop the other program, or choose another port with --port."
    ),
    "address_unusable": "Cannot listen on {host}:{port}: {reason}.",
    "run_taken": (
        "{path} holds a training run already, and nothing was changed. --resume goes on with it, --overwrite erases it "
        "and begins anew; or name another --out."
    ),
    "resume_missing": "There is nothing to resume in {path}.",
    "resume_mismatch": (
        "The run in {path} was started with another recipe; choose another --out, or leave --resume away."
    ),
    "resume_data": (
        "The run in {path} was trained on other data: {what}. Give it the data that it began with, or another --out."
    ),
    "run_damaged": "The run record {path} cannot be read: {reason}.",
    "run_cut_off": "it is cut off, or not JSON",
    "run_schema": "its schema version is {found}, this program reads {known}",
    "run_incomplete": "{what} is missing or out of range",
    "run_sheet": "its sheet of frames is damaged, or does not belong to its snapshots",
    "loss_not_finite": (
        "Training stopped at step {step}: the loss is no longer a finite number. The last good snapshot is kept."
    ),
    "knobs_wrong": "Knobs are an object with some of these names: {known}.",
    "knobs_fixed": "The preset, the label smoothing and the seed belong to a run. Reset the run to change them.",
    "visitor_wrong": "The page has not said who it is. Load it again.",
    "live_started": "Your training run is already on. Stop or reset it first.",
    "live_waiting": "You are already in the queue.",
    "live_queue_full": "{count} visitors are waiting already. Watch along, and try again later.",
    "live_not_started": "You have no training run yet. Press Start first.",
    "live_not_yours": "Somebody else is training now. Watch along, or press Start to wait for your turn.",
    "live_busy": "The training process is at work on another run. Try again when that has ended.",
    "large_busy": "Another large file is being read or made just now. Try again in a few seconds.",
    "classifiers_busy": "{count} visitors wait for a classifier already. Try again in a minute.",
    "live_ended": "This run has ended. Press Start for a new one.",
    "live_forked": "Two runs go on, which differ in one knob. End B, or keep it instead of A, first.",
    "live_not_forked": "There is no second run B.",
    "fork_same": "A has this value already. Choose another one for B.",
    "fork_memory": "There is no room for a second run: training may take {limit} MB of memory in all.",
    "live_died": "The training process was ended from outside (exit code {exit}). What it had measured is kept.",
    "live_memory": "Training took more than {limit} MB of memory and was ended. What it had measured is kept.",
    "live_hangs": "The training process did not go on any more, so it was ended. What it had measured is kept.",
    "live_failed": "Training stopped on a fault ({reason}). What it had measured is kept.",
    "live_deadline": "The {minutes} minutes of this turn are over, so the run was ended. Its snapshots are kept.",
    "live_away": "The page was not heard of for {seconds} seconds, so the run was ended. Its snapshots are kept.",
    "live_no_weights": "No networks are kept of this step. Steps that have them: {known}.",
    "live_no_answer": "The training process did not answer in time. Try again.",
    "taken_gone": "This generator is no longer kept here. Take it over again in the Training room.",
    "saved_wrong": "{path} is no saved training run: {reason}.",
    "round_wrong": "The request is not readable: it must be an object with a round, a place and an answer.",
    "round_gone": "This round is over and no longer kept here. Begin a new one.",
    "round_answered": "This picture has been answered already. The first answer counts.",
    "round_not_asked": "This picture has not been asked yet.",
    "round_open": "Pictures of this round are not answered yet: {left}.",
    "results_missing": "There is no results file {path}.",
    "results_locked": "The results file {path} is locked by another program.",
    "results_unwritable": "The results file {path} cannot be read or written: {reason}.",
    "results_full": "No space is left for the results file {path}. Free some space.",
    "results_foreign": "{path} is no results file of this program: {reason}.",
    "results_version": "The results file {path} is of version {found}; this program reads version {known}.",
    "networks_not_finite": (
        "The networks gave numbers that are none, so nothing of it is shown. Something else may work; whoever runs "
        "this theatre should look at its checkpoints."
    ),
    "not_ready": "The networks are still being loaded. Try again in a few seconds.",
    "engine_failed": "The networks could not be loaded: {reason}",
}


class GanError(Exception):
    """A fault whose cause and remedy a person can read.

    Args:
        code: a key of `MESSAGES`.
        details: the values its sentence names.
    """

    def __init__(self, code: str, **details: object) -> None:
        self.code = code
        self.details = details
        super().__init__(MESSAGES[code].format(**details))
