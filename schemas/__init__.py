"""The contracts: what every table must hold when it leaves a stage, and which outlets there are."""

from pathlib import Path

from presspack.project import load_outlets

OUTLETS = load_outlets(Path(__file__).with_name("outlets.yaml"))

SHA256 = r"^[0-9a-f]{64}$"
ID = r"^[0-9a-f]{16}$"
LANGUAGE = r"^[a-z]{2,3}$"

# where the value of a published field comes from
READ = {"origin": "read"}
DERIVED = {"origin": "derived"}
COUNTED = {"origin": "counted"}
