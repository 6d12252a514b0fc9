"""Fund-use contracts, their drawdowns and repayments, and their split over projects."""
