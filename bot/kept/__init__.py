"""What is kept between two runs, and how little of it is made anew when notes change."""
