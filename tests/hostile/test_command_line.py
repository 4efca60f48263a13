"""What a person may type wrongly: one clear line, exit code 2, nothing left behind."""

from __future__ import annotations

import numpy as np
import pytest

from gan_core.__main__ import main


@pytest.fixture
def cut_off(tmp_path):
    path = tmp_path / "cut.npz"
    np.savez(path, x_train=np.zeros((9, 28, 28), np.uint8))
    path.write_bytes(path.read_bytes()[:200])
    return path


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("train dcgan --preset clasic --out OUT", "classic"),
        ("train dcgan --data none.npz --out OUT", "none.npz"),
        ("train dcgan --data CUT --out OUT", "complete"),
        ("train dcgan --seed -1 --out OUT", "seed"),
        ("train dcgan --epochs nan --out OUT", "--epochs"),
        ("train dcgan --epochs 0 --out OUT", "--epochs"),
        ("train dcgan --few 9999 --out OUT", "few"),
        ("train dcgan --save-every -3 --out OUT", "--save-every"),
        ("paint drawing.png --coat green --out OUT", "chestnut"),
        ("train pix2pix --out OUT", "--data"),
        ("train pix2pix --data none --no-features --out OUT", "none"),
        ("train pix2pix --pairs none --no-features --out OUT", "none"),
        ("train pix2pix --preset compactt --data none --out OUT", "compact"),
        ("train pix2pix --epochs inf --data none --out OUT", "--epochs"),
        ("train digit-classifier --epochs 0", "--epochs"),
        ("evaluate dcgan --checkpoint nobody", "nobody"),
        ("evaluate dcgan --checkpoint best@x", "best@x"),
        ("evaluate dcgan --checkpoint horse2zebra", "no DCGAN recipe"),
        ("export --checkpoint photo2monet", "no DCGAN recipe"),
        ("publish OUT --id new --snapshots -1", "--snapshots"),
        ("publish OUT --id new", "resume"),
        ("publish OUT --id ../new", "small letters"),
        ("train photo-classifier --overwrite --data none", "none"),
        ("train photo-classifier --data none --epochs 0", "--epochs"),
        ("train photo-classifier --data none", "--overwrite"),
        ("train digit-classifier", "--overwrite"),
        ("train dcgan --resume --out OUT", "nothing to resume"),
        ("record oscillation --work OUT", "--overwrite"),
        ("translate demo_app.py --checkpoint best --direction horse-to-zebra --out OUT.gif", ".webp"),
        ("evaluate cyclegan --checkpoint nobody --data none", "nobody"),
        ("evaluate pix2pix --checkpoint nobody --data none", "nobody"),
        ("evaluate pix2pix --checkpoint best --against nobody --data none", "nobody"),
        ("evaluate pix2pix --checkpoint best --most 0 --data none", "--most"),
        ("translate none.jpg --checkpoint nobody --out OUT", "nobody"),
        ("colourise none.jpg --checkpoint nobody --out OUT", "nobody"),
        ("colourise none.jpg --checkpoint best --out OUT", "none.jpg"),
        ("colourise demo_app.py --checkpoint best --out OUT", "no Pix2Pix recipe"),
        ("colourise none.jpg --checkpoint best --strength nan --out OUT", "--strength"),
        ("paint none.png --checkpoint nobody --out OUT", "nobody"),
        ("paint none.png --animal cow --out OUT", "horse, zebra"),
        ("paint demo_app.py --checkpoint best --out OUT", "no Pix2Pix recipe"),
        ("translate none.jpg --checkpoint best --out OUT", "none.jpg"),
        ("translate none.jpg --checkpoint best --direction up --out OUT", "horse-to-zebra"),
        ("site tests", "tests is not empty"),
    ],
)
def test_a_wrong_word_is_explained(tmp_path, cut_off, capsys, words, said):
    out = tmp_path / "out"
    typed = words.replace("OUT", str(out)).replace("CUT", str(cut_off)).split()
    assert main(typed) == 2
    told = capsys.readouterr().err
    assert told.startswith("error: ") and told.count("\n") == 1
    assert said in told
    assert not out.exists()


@pytest.mark.parametrize(
    "words", ["", "train", "train gan --out x", "train dcgan", "evaluate dcgan --n many", "site x --address x"]
)
def test_unknown_or_missing_words_show_the_usage(capsys, words):
    with pytest.raises(SystemExit) as end:
        main(words.split())
    assert end.value.code == 2
    assert "usage:" in capsys.readouterr().err
