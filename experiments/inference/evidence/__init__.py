"""What past cases say of quantities that nobody can measure in one country; see `README.md`.

May import `experiments/analysis`.
"""
