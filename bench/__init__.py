"""What measures presspack, and the made-up dumps it is measured on."""
