"""The platform's additions to Airflow's pages, which ``plugins/vn30_menu.py`` registers."""
