"""What every plugin promises."""

from govdisc.testing.contract import contract

test_contract = contract("govdisc-dask")
