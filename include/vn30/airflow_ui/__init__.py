"""What the platform adds to Airflow's pages; ``plugins/vn30_menu.py`` registers it."""
