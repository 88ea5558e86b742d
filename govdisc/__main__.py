"""``python -m govdisc`` is ``govdisc``."""

from govdisc.cli import main

if __name__ == "__main__":
    main()
