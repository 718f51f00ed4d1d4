"""What is hidden in files is found before readers get them."""
