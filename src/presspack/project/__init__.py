"""What a person writes: params.yaml, schemas/, outlets.yaml, reasons.yaml, withdrawn.yaml, refused at the line."""
