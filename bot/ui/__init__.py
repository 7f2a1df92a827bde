"""The page: a Gradio app, one module a tab."""
