"""opsassess: can a client's AI agent be operated without the person who built it?"""
